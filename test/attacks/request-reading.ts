/** A request as some server would read it from a connection's bytes. */
export interface ReadRequest {
  readonly method: string;
  /** As sent, with its query. */
  readonly target: string;
  /** Names in lower case, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Where the body ends in the bytes; undefined while it is not all there. */
  readonly end: number | undefined;
}

/** How a kind of server finds the end of a request; where these differ, a smuggled request hides. */
export interface Dialect {
  readonly bothLengths: 'chunked' | 'content-length';
  readonly manyLengths: 'first' | 'last';
  /** Whether a bare LF ends a line, any white space separates, `xchunked` is chunked, and a space may stand before a colon. */
  readonly lenient: boolean;
}

/** Every way of reading that is known from servers in use. */
export const dialects: readonly Dialect[] = (['chunked', 'content-length'] as const).flatMap((bothLengths) =>
  (['first', 'last'] as const).flatMap((manyLengths) => [false, true].map((lenient) => ({ bothLengths, manyLengths, lenient }))),
);

/** The dialect that the stand-in itself answers in. */
export const usual: Dialect = { bothLengths: 'chunked', manyLengths: 'first', lenient: true };

/** The requests in the bytes of one connection; what begins no request ends the reading. */
export function readRequests(bytes: string, dialect: Dialect): ReadRequest[] {
  const requests: ReadRequest[] = [];
  for (let at: number | undefined = 0; at !== undefined; ) {
    const request = readRequest(bytes, at, dialect);
    if (!request) break;
    requests.push(request);
    at = request.end;
  }
  return requests;
}

function readRequest(bytes: string, from: number, dialect: Dialect): ReadRequest | undefined {
  const start = from + (/^[\r\n]*/.exec(bytes.slice(from))?.[0].length ?? 0);
  const [head, end] = headAt(bytes, start, dialect);
  const line = dialect.lenient ? /^\s*(\S+)\s+(\S+)/ : /^(\S+) (\S+) HTTP\/\d\.\d\r\n/;
  const [, method, target] = line.exec(head) ?? [];
  if (method === undefined || target === undefined) return undefined;
  const headers = readHeaders(head, dialect);
  return { method, target, headers, end: bodyEnd(bytes, end, headers, dialect) };
}

/** The head and where it ends; empty while it is not all there. */
function headAt(bytes: string, start: number, { lenient }: Dialect): [head: string, end: number] {
  const blank = lenient ? /\r?\n\r?\n/g : /\r\n\r\n/g;
  blank.lastIndex = start;
  const found = blank.exec(bytes);
  return found ? [`${bytes.slice(start, found.index)}\r\n`, blank.lastIndex] : ['', start];
}

function readHeaders(head: string, { lenient }: Dialect): [string, string][] {
  return head
    .split(/\r?\n/)
    .slice(1)
    .map((line) => (lenient ? /^([^:]*?)\s*:\s*(.*?)\s*$/ : /^([^:\s]+):\s*(.*?)\s*$/).exec(line))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']) => [name.toLowerCase(), value]);
}

function bodyEnd(
  bytes: string,
  start: number,
  headers: readonly (readonly [string, string])[],
  dialect: Dialect,
): number | undefined {
  const all = (name: string) => headers.filter(([other]) => other === name).map(([, value]) => value);
  const lengths = all('content-length').flatMap((value) => value.split(','));
  const length = dialect.manyLengths === 'first' ? lengths[0] : lengths.at(-1);
  const codings = all('transfer-encoding').join(',').toLowerCase();
  const chunked = dialect.lenient ? codings.includes('chunked') : /^\s*chunked\s*$/.test(codings);
  if (chunked && (length === undefined || dialect.bothLengths === 'chunked')) return chunksEnd(bytes, start, dialect);
  const end = start + (Number.parseInt(length ?? '0', 10) || 0);
  return end <= bytes.length ? end : undefined;
}

function chunksEnd(bytes: string, start: number, { lenient }: Dialect): number | undefined {
  const size = lenient ? /^\s*([0-9a-fA-F]*)[^\n]*\n/ : /^([0-9a-fA-F]+)(?:;[^\r\n]*)?\r\n/;
  for (let at = start; ; ) {
    const [line, digits] = size.exec(bytes.slice(at)) ?? [];
    if (line === undefined) return undefined;
    const length = Number.parseInt(digits || '0', 16);
    if (length === 0) return trailersEnd(bytes, at + line.length);
    const next = (lenient ? /^(?:\r?\n)?/ : /^\r\n/).exec(bytes.slice(at + line.length + length))?.[0];
    if (next === undefined) return undefined;
    at += line.length + length + next.length;
  }
}

function trailersEnd(bytes: string, start: number): number | undefined {
  const trailers = /^(?:[^\r\n]+\r?\n)*\r?\n/.exec(bytes.slice(start))?.[0];
  return trailers === undefined ? undefined : start + trailers.length;
}
