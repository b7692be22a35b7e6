import type { Properties } from './template-properties';

export interface HeldProperties {
  /** Names of what may change, between spaces. */
  readonly free: string;
  /** Why a property must stay as it is, by its name. @default - no reason is told */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** One message for each property that isn't what it was made to be: what nobody has looked at may open a way. */
export function changedProperties(now: Properties, made: Properties, { free, reasons = {} }: HeldProperties): string[] {
  const names = [...new Set([...Object.keys(made), ...Object.keys(now)])].filter((name) => !free.split(/\s+/).includes(name));
  return names
    .filter((name) => !same(now[name], made[name]) && !isNothing(now[name], made[name]))
    .map((name) => `${name} must ${made[name] === undefined ? 'be left out' : 'stay as it was made'}${because(reasons[name])}`);
}

const because = (reason: string | undefined): string => (reason ? `: ${reason}` : '');

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const isNothing = (now: unknown, made: unknown): boolean =>
  made === undefined && (now === false || (Array.isArray(now) && now.length === 0));
