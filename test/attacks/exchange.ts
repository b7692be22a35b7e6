import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { isWhole } from '../envoy/whole-answer';

/** What came back for bytes that were sent as they are. */
export interface Exchange {
  readonly text: string;
  /** Of the first answer; 0 if there was none. */
  readonly status: number;
  /** Why it was denied, as the first answer's header says. */
  readonly denied: string | undefined;
  /** Whether the proxy closed the connection. */
  readonly closed: boolean;
}

export interface ExchangeOptions {
  /** Milliseconds after which a connection that neither answers nor closes counts as hung; headers alone may take 10 s. @default 8000 */
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
  { patience = 8_000, quiet = 25, gap = 5, signal }: ExchangeOptions = {},
): Promise<Exchange> {
  const socket =
    typeof place === 'number' ? connect({ port: place, host: '127.0.0.1', noDelay: true }) : await within(patience, place());
  const isHead = [parts].flat()[0]?.startsWith('HEAD ');
  let text = '';
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
    const wait = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(resolve, ms);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isWhole(text, { isHead })) wait(quiet);
    });
    signal?.addEventListener('abort', () => resolve());
    if (signal?.aborted) resolve();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      resolve();
    });
  });
  void write();
  await ended;
  clearTimeout(timer);
  socket.destroy();
  const status = Number(/^(?:HTTP\/1\.1 100[^\n]*\r\n\r\n)*HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
  return { text, status, denied: /^x-airlock-denied: (.*)\r$/m.exec(text)?.[1], closed };

  async function write(): Promise<void> {
    for (const [index, part] of [parts].flat().entries()) {
      if (index > 0) await pause(gap);
      if (socket.destroyed) return;
      socket.write(Buffer.from(part, 'latin1'));
    }
  }
}

/** What a promise gives, if it does so in time. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = pause(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`no connection within ${ms} ms`)));
  return Promise.race([promise, late]);
}
