import { Unusable } from './exit';

/** A number of days from 1 to `most`; `option` names it in the message of the Unusable. */
export function parseDays(text: string, option: string, most: number): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new Unusable(`${option} must be a number of days from 1 to ${most}, got '${text}'`);
}
