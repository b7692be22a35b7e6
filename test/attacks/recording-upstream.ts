import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { IssuedCertificate } from '../../lib/runtime/certificate-authority';
import { type Dialect, dialects, type ReadRequest, readRequests, usual } from './request-reading';

/** A request as an upstream saw it, under one way of reading its connection. */
export interface SeenRequest extends ReadRequest {
  /** The name in the TLS handshake; empty if there was none. */
  readonly serverName: string;
}

interface Stream {
  readonly serverName: string;
  bytes: string;
  answered: number;
}

/**
 * Every host of the attacks: takes any name over HTTP/1.1 on TLS, keeps each connection's bytes as they came, and answers 200.
 * What it saw is read back in every dialect, so that a request which only some servers would see is found too.
 */
export class RecordingUpstream {
  /** TCP connections since `forget`, whatever came of them. */
  connections = 0;
  private streams: Stream[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('tlsClientError', () => undefined);
    server.on('secureConnection', (socket) => this.serve(socket));
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    });
  }

  /** Starts on a free port of 127.0.0.1. */
  static async start({ key, certificate }: IssuedCertificate): Promise<RecordingUpstream> {
    const server = createServer({ key, cert: certificate, ALPNProtocols: ['http/1.1'] });
    const upstream = new RecordingUpstream(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return upstream;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Requests of all connections since `forget`. */
  seen(dialect: Dialect = usual): readonly SeenRequest[] {
    return this.streams.flatMap(({ serverName, bytes }) =>
      readRequests(bytes, dialect).map((request) => ({ ...request, serverName })),
    );
  }

  /** The same in every dialect. */
  readings(): readonly (readonly SeenRequest[])[] {
    return dialects.map((dialect) => this.seen(dialect));
  }

  /** Names in the handshakes of the connections that are known. */
  get serverNames(): readonly string[] {
    return this.streams.map(({ serverName }) => serverName);
  }

  /** All bytes that came. */
  get bytes(): string {
    return this.streams.map(({ bytes }) => bytes).join('\n');
  }

  /** Forgets what came; connections that are open go on. */
  forget(): void {
    this.connections = 0;
    for (const stream of this.streams) Object.assign(stream, { bytes: '', answered: 0 });
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private serve(socket: TLSSocket): void {
    const stream: Stream = { serverName: socket.servername || '', bytes: '', answered: 0 };
    this.streams.push(stream);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      stream.bytes += chunk.toString('latin1');
      const whole = readRequests(stream.bytes, usual).filter(({ end }) => end !== undefined).length;
      for (; stream.answered < whole; stream.answered += 1) socket.write(answer);
    });
  }
}

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nset-cookie: session=upstream\r\ncontent-length: 5\r\n\r\nhello';
