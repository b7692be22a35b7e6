import type { Json } from './json';

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const trues = new Set(['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const falses = new Set(['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);

/**
 * What a plain YAML scalar means to CloudFormation, which reads YAML 1.1 without dates ("AWS CloudFormation template formats").
 * Numbers that don't print as they were written, such as an account id with a leading zero, stay text.
 */
export function plainScalar(source: string): Json {
  if (nulls.has(source)) return null;
  if (trues.has(source)) return true;
  if (falses.has(source)) return false;
  const number = /^-?\d+(\.\d+)?$/.test(source) ? Number(source) : Number.NaN;
  return String(number) === source && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : source;
}
