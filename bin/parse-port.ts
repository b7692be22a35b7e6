import { Unusable } from './exit';

/** A port from 0, which stands for any free one, to 65535; `option` names it in the message of the Unusable. */
export function parsePort(text: string, option: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Unusable(`${option} must be a port from 1 to 65535, or 0 for a free one, got '${text}'`);
}

/** A port from 1 to 65535. */
export function parseKnownPort(text: string, option: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Unusable(`${option} must be a port from 1 to 65535, got '${text}'`);
  return port;
}
