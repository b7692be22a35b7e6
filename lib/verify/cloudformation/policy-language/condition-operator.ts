import ipaddr from 'ipaddr.js';
import type { Answer } from './answer';
import { arnPattern } from './arn';
import { equalGlyphs, type Glyph, type Glyphs, literalOf } from './glyph';
import { covers, overlaps } from './pattern';

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  readonly kind: 'equal' | 'equal-any-case' | 'like' | 'arn' | 'bool' | 'ip' | 'number' | 'date';
  readonly negated: boolean;
  /** How a number or a date compares. @default - equal */
  readonly order?: 'less' | 'less or equal' | 'greater' | 'greater or equal';
}

const both = (
  name: string,
  kind: Operator['kind'],
  negatedName = name.replace(/^(string|arn)/, '$1not'),
): [string, Operator][] => [
  [name, { kind, negated: false }],
  [negatedName, { kind, negated: true }],
];

const ordered = (name: 'numeric' | 'date', kind: 'number' | 'date'): [string, Operator][] => [
  ...both(`${name}equals`, kind, `${name}notequals`),
  [`${name}lessthan`, { kind, negated: false, order: 'less' }],
  [`${name}lessthanequals`, { kind, negated: false, order: 'less or equal' }],
  [`${name}greaterthan`, { kind, negated: false, order: 'greater' }],
  [`${name}greaterthanequals`, { kind, negated: false, order: 'greater or equal' }],
];

/** IAM User Guide, "IAM JSON policy elements: Condition operators". */
const operators: ReadonlyMap<string, Operator> = new Map([
  ...both('stringequals', 'equal'),
  ...both('stringequalsignorecase', 'equal-any-case'),
  ...both('stringlike', 'like'),
  ...both('arnequals', 'arn'),
  ...both('arnlike', 'arn'),
  ...both('ipaddress', 'ip', 'notipaddress'),
  ...ordered('numeric', 'number'),
  ...ordered('date', 'date'),
  ['bool', { kind: 'bool', negated: false }],
  ['binaryequals', { kind: 'equal', negated: false }],
]);

export const operatorOf = (name: string): Operator | undefined => operators.get(name);

/** Whether a value of the request meets a value of the policy; negation is left to the caller. */
export function matches(operator: Operator, wanted: Glyphs, given: Glyphs): Answer {
  if (operator.kind === 'equal') return equal(literally(wanted), given);
  if (operator.kind === 'equal-any-case' || operator.kind === 'bool') return equal(lower(literally(wanted)), lower(given));
  if (operator.kind === 'like') return covers(wanted, given);
  if (operator.kind === 'arn') return covers(arnPattern(wanted), arnPattern(given));
  return compared(operator, literalOf(wanted), literalOf(given));
}

function equal(wanted: Glyphs, given: Glyphs): Answer {
  if (equalGlyphs(wanted, given)) return 'yes';
  return overlaps(wanted, given) === 'no' ? 'no' : 'maybe';
}

/** Without wildcards, which these operators don't have. */
export const literally = (glyphs: Glyphs): Glyphs =>
  glyphs.map((glyph): Glyph => {
    if (glyph.kind === 'many') return { kind: 'char', char: '*' };
    return glyph.kind === 'one' ? { kind: 'char', char: '?' } : glyph;
  });

const lower = (glyphs: Glyphs): Glyphs =>
  glyphs.map((glyph) => (glyph.kind === 'char' ? { ...glyph, char: glyph.char.toLowerCase() } : glyph));

function compared(operator: Operator, wanted: string | undefined, given: string | undefined): Answer {
  if (wanted === undefined || given === undefined) return 'maybe';
  if (operator.kind === 'ip') return inRange(wanted, given);
  const read = operator.kind === 'date' ? instant : Number;
  return ordering(operator.order, read(given), read(wanted));
}

const instant = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

function ordering(order: Operator['order'], given: number, wanted: number): Answer {
  if (Number.isNaN(given) || Number.isNaN(wanted)) return 'maybe';
  const less = order?.startsWith('less') ? given < wanted : order?.startsWith('greater') ? given > wanted : false;
  const equals = order === 'less' || order === 'greater' ? false : given === wanted;
  return less || equals ? 'yes' : 'no';
}

function inRange(range: string, address: string): Answer {
  try {
    const [network, bits] = range.includes('/')
      ? ipaddr.parseCIDR(range)
      : ipaddr.parseCIDR(`${range}/${range.includes(':') ? 128 : 32}`);
    const given = ipaddr.parse(address);
    return given.kind() === network.kind() && given.match(network, bits) ? 'yes' : 'no';
  } catch {
    return 'maybe';
  }
}
