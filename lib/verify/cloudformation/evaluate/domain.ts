import type { Parameter } from './parameter';
import type { Recorder } from './recorder';
import { use } from './touches';

/** The values of one variable that are told apart. */
export interface Domain {
  readonly key: string;
  /** As `when` prints it. */
  readonly name: string;
  readonly values: readonly string[];
  /** Whether it may have another value than these. */
  readonly open: boolean;
}

/** The values to tell apart, given what the variable is needed for; undefined if it can stay open everywhere. */
export function domainOf(key: string, name: string, parameter: Parameter, uses: number, recorder: Recorder): Domain | undefined {
  const literals = [...(recorder.literals.get(key) ?? [])];
  const { allowed = [] } = parameter;
  const choosing = (uses & (use.comparison | use.key)) !== 0;
  if (!choosing && (allowed.length === 0 || parameter.secret)) return undefined;
  if (allowed.length === 0)
    return { key, name, values: parameter.indirect ? [] : literals.filter(admittedBy(parameter)), open: true };
  const onlyCompared = uses === use.comparison && !isInvolved(key, recorder);
  return { key, name, values: onlyCompared ? told(allowed, new Set(literals)) : allowed, open: false };
}

const admittedBy =
  ({ admits }: Parameter) =>
  (value: string): boolean =>
    admits(value) !== false;

/** Those that are compared with, and one that stands for all others. */
function told(allowed: readonly string[], literals: ReadonlySet<string>): readonly string[] {
  const others = allowed.filter((value) => !literals.has(value));
  return allowed.filter((value) => literals.has(value) || value === others[0]);
}

/** Whether something that is made of the variable is compared, such as a text around it. */
const isInvolved = (key: string, { comparisons }: Recorder): boolean =>
  [...comparisons.values()].some(({ variables }) => variables.includes(key));
