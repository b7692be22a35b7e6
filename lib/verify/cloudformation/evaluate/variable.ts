import { AnyOf, Unresolved, type Value } from '../../world/value';
import { listItems, type Parameter } from './parameter';
import { resourceId, type Stack } from './stack';

/** Something that is chosen at deployment: a parameter, or where the stack is deployed. */
export interface Variable {
  /** Unique in the system. */
  readonly key: string;
  /** As `when` prints it. */
  readonly name: string;
  readonly parameter?: Parameter;
  readonly admits: (value: string) => boolean | undefined;
}

/** A parameter's value while it is open, and which parameter that is. */
export class OpenParameter extends AnyOf {
  constructor(
    readonly variable: Variable,
    excluded: ReadonlySet<string>,
    parameter: Parameter,
  ) {
    super(
      variable.name,
      excluding(parameter.admitsItem, parameter.list ? new Set() : excluded),
      parameter.defaultText,
      parameter.list,
      parameter.secret,
    );
  }
}

/** The value of a parameter that names something outside the inputs. */
export class OutsideParameter extends Unresolved {
  constructor(
    readonly variable: Variable,
    readonly admits: (value: string) => boolean | undefined,
    secret: boolean,
  ) {
    super(`parameter '${variable.name}' names something that isn't in the inputs`, secret);
  }
}

/** The value chosen for a NoEcho parameter: still a secret, and a literal only to conditions. */
export class ChosenSecret extends AnyOf {
  constructor(
    name: string,
    readonly text: string,
    list: boolean,
  ) {
    super(name, (other) => other === text, text, list, true);
  }
}

const excluding =
  (admits: (value: string) => boolean | undefined, excluded: ReadonlySet<string>) =>
  (value: string): boolean | undefined =>
    excluded.has(value) ? false : admits(value);

/** What a parameter stands for as long as nothing but these values is excluded. */
export function openValue(variable: Variable, parameter: Parameter, excluded: ReadonlySet<string>): Value {
  if (!parameter.outside) return new OpenParameter(variable, excluded, parameter);
  return new OutsideParameter(
    variable,
    parameter.indirect ? () => undefined : excluding(parameter.admits, excluded),
    parameter.secret,
  );
}

/** What a parameter stands for once its text is chosen. */
export function chosenValue(variable: Variable, parameter: Parameter, value: string): Value {
  if (parameter.indirect) return new OutsideParameter(variable, () => undefined, parameter.secret);
  const literal = parameter.list ? listItems(value) : value;
  if (!parameter.secret) return literal;
  return new ChosenSecret(variable.name, value, parameter.list);
}

/** The variable that a parameter of a stack is. */
export function variableOf(parameter: Parameter, stack: Stack): Variable {
  return { key: resourceId(stack, parameter.name), name: parameter.name, parameter, admits: parameter.admits };
}
