import { isIP } from 'node:net';

/** What a request names, as written: nothing is decoded or resolved. */
export interface RequestTarget {
  readonly scheme: 'http' | 'https';
  /** Lower case, without brackets. */
  readonly host: string;
  /** Absent if none is written. */
  readonly port?: number;
  /** Without query and fragment; `/` if none is written. */
  readonly path: string;
}

/** Reads an `http` or `https` URL, or `host:port` for CONNECT; undefined where it is neither, or the method is no token. */
export function parseRequestTarget(method: string, text: string): RequestTarget | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(method)) return undefined;
  if (method === 'CONNECT') {
    const authority = parseAuthority(text);
    return authority?.port === undefined ? undefined : { scheme: 'https', ...authority, path: '/' };
  }
  const [, scheme = '', written = '', path = ''] = /^(https?):\/\/([^/?#\\]*)([^?#]*)/i.exec(text) ?? [];
  const authority = parseAuthority(written);
  return authority && { scheme: scheme.toLowerCase() as RequestTarget['scheme'], ...authority, path: path || '/' };
}

function parseAuthority(text: string): Pick<RequestTarget, 'host' | 'port'> | undefined {
  const [, brackets, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::([1-9]\d{0,4}))?$/.exec(text) ?? [];
  const host = (brackets ?? name ?? '').toLowerCase();
  if (host === '' || (brackets && isIP(host) !== 6)) return undefined;
  if (digits === undefined) return { host };
  const port = Number(digits);
  return port <= 65535 ? { host, port } : undefined;
}
