import { Unusable } from './exit';

/** A port from 0, which stands for any free one, to 65535; `option` names it in the message of the Unusable. */
export function parsePort(text: string, option: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Unusable(`${option} must be a port from 1 to 65535, or 0 for a free one, got '${text}'`);
}
