import { isObject, type Json, own } from '../../load/json';

/** A block, and what of it is known after apply. */
export interface PlannedBlock {
  readonly value: Json | undefined;
  readonly unknown: Json | undefined;
}

/**
 * The expression of each block: a plan has the blocks of a list in the order of its configuration, and those of a set in one of its own, so
 * that what a block states has to fit. Undefined if it can't be told.
 */
export function blockExpressions(expressions: readonly Json[], blocks: readonly PlannedBlock[]): readonly (Json | undefined)[] {
  if (expressions.length !== blocks.length) return blocks.map(() => undefined);
  if (blocks.every((block, index) => fits(expressions[index], block))) return expressions;
  return blocks.map((block) => {
    const [found, ...others] = expressions.filter((expression) => fits(expression, block));
    return others.length === 0 ? found : undefined;
  });
}

/** Whether a block may be what an expression makes: literals stay what they are, and what has references is there, or known after apply. */
function fits(expression: Json | undefined, { value, unknown }: PlannedBlock): boolean {
  if (!isObject(expression)) return true;
  return Object.entries(expression).every(([name, stated]) => {
    const planned = isObject(value) ? own(value, name) : undefined;
    const later = isObject(unknown) ? own(unknown, name) : undefined;
    if (!isObject(stated) || later === true || (later !== undefined && JSON.stringify(later).includes('true'))) return true;
    return own(stated, 'references') === undefined ? isSame(own(stated, 'constant_value'), planned) : !isEmpty(planned);
  });
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** Providers spell numbers and truths as their types are, and sort sets. */
function isSame(stated: Json | undefined, planned: Json | undefined): boolean {
  if (Array.isArray(stated) && Array.isArray(planned)) return sorted(stated) === sorted(planned);
  return isObject(stated) || stated === undefined || String(stated ?? '') === String(planned ?? '');
}

const sorted = (list: readonly Json[]): string => list.map(String).sort().join('\n');
