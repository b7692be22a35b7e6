import { Token } from 'cdktf';

/** The days that a property states; throws an Error unless they are a whole number from 1 to `most`. */
export function wholeDays(property: string, days: number, most: number): number {
  if (Token.isUnresolved(days) || (Number.isInteger(days) && days >= 1 && days <= most)) return days;
  throw new Error(`${property} must be a whole number of days from 1 to ${most}, got '${days}'`);
}
