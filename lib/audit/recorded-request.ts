import type { AuditRecord } from './audit-record';

/** A request as it can be put to a policy again. */
export interface RecordedRequest {
  readonly method: string;
  /** As `decide` takes it. */
  readonly url: string;
}

// no gateway of a policy listens there, whatever the log says
const gateway = 'http://proxy:8080';

/** What a record's request asked for; undefined if too little of it is known, as of what is not HTTP. */
export function recordedRequest({ method, host, path, reason }: AuditRecord): RecordedRequest | undefined {
  // what could move the end of the host or the path is not put into a URL
  if (method === null || !/^(?:[\w.-]+|\[[\d:.a-f]+\])(?::\d+)?$/i.test(host ?? '')) return undefined;
  if (method === 'CONNECT') return { method, url: /:\d+$/.test(host ?? '') ? `${host}` : `${host}:443` };
  if (!/^\/[^?#]*$/.test(path ?? '')) return undefined;
  if (reason === 'no-such-gateway') return { method, url: `${gateway}${path}` };
  return { method, url: `${reason === 'plain-http' ? 'http' : 'https'}://${host}${path}` };
}
