import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { host } from '../job';
import type { Target } from './generator';

/** One HTTP/1.1 connection that stays open, with no more of HTTP than counting answers takes. */
export class RawConnection {
  private received: Buffer = Buffer.alloc(0);
  private settle: ((error?: Error) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.settle?.(error));
    socket.on('close', () => this.settle?.(new Error('the connection was closed')));
  }

  /** Connects; the upstream's certificate is verified where the target is https. */
  static async open(target: Target, ca: string): Promise<RawConnection> {
    const { protocol, hostname, port } = new URL(target.url);
    const to = { host: hostname, port: Number(port), noDelay: true };
    const socket = protocol === 'https:' ? connectTls({ ...to, ca, servername: host }) : connectTcp(to);
    await once(socket, protocol === 'https:' ? 'secureConnect' : 'connect');
    return new RawConnection(socket);
  }

  /** Sends a request and waits for its whole answer; throws unless that is a 200 with a content-length. */
  ask(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.settle = (error) => {
        this.settle = undefined;
        if (error) reject(error);
        else resolve();
      };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    try {
      const length = answerLength(this.received);
      if (length === undefined || this.received.length < length) return;
      this.received = this.received.subarray(length);
      this.settle?.();
    } catch (error) {
      this.settle?.(error as Error);
    }
  }
}

/** Bytes of the whole answer, once its head is there. */
function answerLength(received: Buffer): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = /^HTTP\/1\.1 200 [\s\S]*\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`the answer must be a 200 with a content-length, got ${head.split('\r\n')[0]}`);
  return end + 4 + Number(length);
}
