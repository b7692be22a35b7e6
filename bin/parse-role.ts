import type { RoleRequest } from '../lib/verify/model/role-request';
import { Unusable } from './exit';

/** Reads `ID`, or `ID:PORT,PORT…` where ports may stand; throws an Unusable otherwise. */
export function parseRole(text: string, option: string): RoleRequest {
  const [, id = '', ports] = /^(.+?)(?::([\d,]+))?$/.exec(text) ?? [];
  if (id === '') throw new Unusable(`${option} must be ID or ID:PORT,PORT…, got '${text}'`);
  return { id, ...(ports !== undefined && { ports: ports.split(',').map((port) => listenerPort(port, option)) }) };
}

function listenerPort(text: string, option: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Unusable(`${option} must have ports from 1 to 65535, got '${text}'`);
  return port;
}
