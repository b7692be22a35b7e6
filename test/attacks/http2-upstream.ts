import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import type { SeenRequest } from './recording-upstream';

type Seen = { -readonly [Key in keyof SeenRequest]: SeenRequest[Key] };

/** The same as `RecordingUpstream` over HTTP/2, which has one way of reading. */
export class Http2Upstream {
  connections = 0;
  readonly bytes = '';
  private requests: Seen[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Http2SecureServer) {
    const serve = (stream: ServerHttp2Stream, _headers: IncomingHttpHeaders, _flags: number, raw: readonly string[]) =>
      this.serve(stream, raw);
    // the types don't know of the fourth argument
    server.on('stream', serve as (stream: ServerHttp2Stream) => void);
    for (const event of ['tlsClientError', 'sessionError', 'error']) server.on(event, () => undefined);
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    });
  }

  /** Starts on a free port of 127.0.0.1. */
  static async start({ key, certificate }: IssuedCertificate): Promise<Http2Upstream> {
    const upstream = new Http2Upstream(createSecureServer({ key, cert: certificate }));
    upstream.server.listen(0, '127.0.0.1');
    await once(upstream.server, 'listening');
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  seen(): readonly SeenRequest[] {
    return [...this.requests];
  }

  readings(): readonly (readonly SeenRequest[])[] {
    return [this.requests];
  }

  forget({ keepUnfinished = false } = {}): void {
    this.connections = 0;
    this.requests = this.requests.filter(({ end }) => keepUnfinished && end === undefined);
  }

  disconnect(): void {
    for (const socket of this.sockets) socket.destroy();
    this.requests = [];
  }

  async close(): Promise<void> {
    this.server.close();
    this.disconnect();
    await once(this.server, 'close');
  }

  private serve(stream: ServerHttp2Stream, raw: readonly string[]): void {
    const pairs = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));
    const of = (pseudo: string) => pairs.find(([name]) => name === pseudo)?.[1] ?? '';
    const headers = pairs.filter(([name]) => !name.startsWith(':'));
    const request: Seen = {
      serverName: (stream.session?.socket as TLSSocket | undefined)?.servername || '',
      method: of(':method'),
      target: of(':path'),
      headers: [['host', of(':authority')], ...headers],
      end: undefined,
    };
    this.requests.push(request);
    const trailers = (more: IncomingHttpHeaders) =>
      this.requests.push({ ...request, headers: Object.entries(more).map(([name, value]) => [name, String(value)]) });
    stream
      .on('error', () => undefined)
      .on('trailers', trailers)
      .on('data', () => undefined);
    stream.on('end', () => {
      request.end = 0;
      if (!stream.destroyed) stream.respond({ ':status': 200, 'content-length': '5' });
      if (!stream.destroyed) stream.end('hello');
    });
  }
}
