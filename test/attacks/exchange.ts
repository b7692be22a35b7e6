import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** What came back for bytes that were sent as they are. */
export interface Exchange {
  readonly text: string;
  /** Of the first answer; 0 if there was none. */
  readonly status: number;
  /** Why it was denied, as the first answer's header says. */
  readonly denied: string | undefined;
  /** Whether the proxy closed the connection. */
  readonly closed: boolean;
  /** Milliseconds until it was closed, or complete. */
  readonly ms: number;
}

export interface ExchangeOptions {
  /** Milliseconds after which a connection that neither answers nor closes counts as hung. @default 2500 */
  readonly patience?: number;
  /** Milliseconds of silence after a complete answer in which another one may come. @default 25 */
  readonly quiet?: number;
  /** Milliseconds between two writes. @default 5 */
  readonly gap?: number;
  /** Ends it before. @default - nothing does */
  readonly signal?: AbortSignal;
}

/** Sends bytes (text is latin1; each part a write of its own) and reads until the answers are complete, the connection is closed, or patience ends. */
export async function exchange(
  place: number | (() => Promise<Duplex>),
  parts: string | readonly string[],
  { patience = 2_500, quiet = 25, gap = 5, signal }: ExchangeOptions = {},
): Promise<Exchange> {
  const socket =
    typeof place === 'number' ? connect({ port: place, host: '127.0.0.1', noDelay: true }) : await within(patience, place());
  const start = Date.now();
  let text = '';
  let closed = false;
  const ended = new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, patience);
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(resolve, ms);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isComplete(text)) wait(quiet);
    });
    signal?.addEventListener('abort', () => wait(0));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      wait(0);
    });
  });
  void write();
  await ended;
  socket.destroy();
  const status = Number(/^(?:HTTP\/1\.1 100[^\n]*\r\n\r\n)*HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
  return { text, status, denied: /^x-airlock-denied: (.*)\r$/m.exec(text)?.[1], closed, ms: Date.now() - start };

  async function write(): Promise<void> {
    for (const [index, part] of [parts].flat().entries()) {
      if (index > 0) await pause(gap);
      if (!socket.destroyed) socket.write(Buffer.from(part, 'latin1'));
    }
  }
}

/** Whether the text ends where an answer ends. */
function isComplete(text: string): boolean {
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const head = rest.slice(0, end);
    const body = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (rest.length < end + 4 + body) return false;
    rest = rest.slice(end + 4 + body);
  }
  return text !== '' && !text.endsWith('100 Continue\r\n\r\n');
}

/** What a promise gives, if it does so in time. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = pause(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`no connection within ${ms} ms`)));
  return Promise.race([promise, late]);
}
