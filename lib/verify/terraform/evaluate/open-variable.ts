import { AnyOf, type Value } from '../../world/value';
import { converted, isCollection, type TypeConstraint } from './type-constraint';

/** What is known about a variable that nobody has given. */
export interface Openness {
  readonly type: TypeConstraint;
  /** Whether it may have a value; `undefined` if that can't be decided. */
  readonly accepts: (value: Value) => boolean | undefined;
  /** Whether `accepts` does more than ask for the type. */
  readonly validated: boolean;
  /** The only values that it can have, where they are few. */
  readonly domain?: readonly Value[];
  /** Whether worlds may be told apart by it; an element that stands for any element of a list may not. */
  readonly splits: boolean;
  readonly secret: boolean;
  /** Whether it is known to be a text of one line. */
  readonly oneLine: boolean;
  /** Whether null is among its values. */
  readonly nullable: boolean;
  /** Whether it is there at all: false for an element of a list that may be shorter. */
  readonly certain: boolean;
}

/** A variable, or a part of one, that may have any value that its type and validation admit. */
export class OpenVariable extends AnyOf {
  constructor(
    name: string,
    readonly openness: Openness,
    defaultValue?: Value,
  ) {
    const list = isCollection(openness.type) || openness.type.kind === 'any';
    super(
      name,
      (text) => openness.accepts(isCollection(openness.type) ? [text] : text),
      defaultValue,
      list,
      openness.secret,
      openness.oneLine,
    );
  }
}

/** What a type leaves open, less what `admits` rejects. */
export function openness(type: TypeConstraint, admits?: (value: Value) => boolean | undefined): Openness {
  const accepts = (value: Value): boolean | undefined => {
    const fitting = converted(value, type);
    if (fitting === undefined) return false;
    return admits ? admits(fitting) : true;
  };
  const domain = type.kind === 'bool' ? { domain: [true, false, null].filter((value) => accepts(value) !== false) } : {};
  return {
    type,
    accepts,
    validated: admits !== undefined,
    splits: true,
    secret: false,
    oneLine: false,
    nullable: true,
    certain: true,
    ...domain,
  };
}
