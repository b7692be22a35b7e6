import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { isWhole } from './whole-answer';

/** What came back on a connection, byte for byte, until it was closed or whole. */
export interface RawAnswer {
  readonly text: string;
  readonly status: number;
  readonly closed: boolean;
  readonly json: Record<string, unknown>;
}

export interface RawOptions {
  /** Loopback address to connect from. @default 127.0.0.1 */
  readonly from?: string;
  /** Milliseconds after which what neither answers nor closes counts as hung. @default 60000 */
  readonly patience?: number;
  /** Milliseconds after a whole answer in which another one may come. @default 50 */
  readonly quiet?: number;
}

/** Sends bytes as they are, as no HTTP client would, and reads the answer. */
export async function raw(port: number, bytes: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  return exchange(connect({ host: '127.0.0.1', port, localAddress: options.from ?? '127.0.0.1' }), bytes, options);
}

/** The same over a connection that is there already; it is ended afterwards. */
export async function exchange(socket: Socket, bytes: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  const { text, closed } = await readWhole(socket, options);
  socket.destroy();
  return { text, closed, status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), json: bodyOf(text) };
}

/** Opens a tunnel with CONNECT; fails with the proxy's answer when it refuses. */
export async function openTunnel(
  port: number,
  authority: string,
  options: RawOptions & { prefix?: Buffer } = {},
): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, localAddress: options.from ?? '127.0.0.1' });
  if (options.prefix) socket.write(options.prefix);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const head = await new Promise<string>((resolve, reject) => {
    socket.once('data', (data) => resolve(data.toString('latin1')));
    socket.once('close', () => resolve(''));
    socket.once('error', reject);
  });
  if (!head.startsWith('HTTP/1.1 200'))
    throw new Error(`CONNECT ${authority} was answered ${head.split('\r\n')[0] || 'with a close'}`);
  return socket;
}

/** A TLS handshake inside a tunnel; fails when the tunnel is closed before it is done. */
export async function handshake(
  tunnel: Socket,
  servername: string,
  ca: string,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const secure = tlsConnect({ socket: tunnel, servername, ca, checkServerIdentity: () => undefined, ...options });
  await new Promise<void>((resolve, reject) => {
    secure.once('secureConnect', resolve);
    secure.once('error', reject);
    secure.once('close', () => reject(new Error('closed during the handshake')));
  });
  return secure;
}

async function readWhole(
  socket: Socket,
  { patience = 60_000, quiet = 50 }: RawOptions,
): Promise<{ text: string; closed: boolean }> {
  let text = '';
  const closed = await new Promise<boolean>((resolve) => {
    let timer = setTimeout(() => resolve(false), patience);
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (!isWhole(text)) return;
      clearTimeout(timer);
      timer = setTimeout(() => resolve(false), quiet);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
  return { text, closed };
}

function bodyOf(text: string): Record<string, unknown> {
  const body = text.slice(text.indexOf('\r\n\r\n') + 4).trim();
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}
