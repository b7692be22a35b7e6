import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import { type Dialect, dialects, type ReadRequest, readRequests, usual } from './request-reading';

/** A request as an upstream saw it, under one way of reading its connection. */
export interface SeenRequest extends ReadRequest {
  /** The name in the TLS handshake; empty if there was none. */
  readonly serverName: string;
}

interface Stream {
  readonly serverName: string;
  bytes: string;
  /** Where the last request ends that was answered. */
  answered: number;
  isOpen: boolean;
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

  /** Forgets what came, with the connections whose last request is not all there unless that is kept. */
  forget({ keepUnfinished = false } = {}): void {
    this.connections = 0;
    const isKept = ({ isOpen, bytes, answered }: Stream) => isOpen && (keepUnfinished || bytes.length === answered);
    this.streams = this.streams.filter(isKept);
    for (const stream of this.streams) Object.assign(stream, { bytes: stream.bytes.slice(stream.answered), answered: 0 });
  }

  /** Ends every connection, so that nothing that is under way on one is still seen. */
  disconnect(): void {
    for (const socket of this.sockets) socket.destroy();
    this.streams = [];
  }

  async close(): Promise<void> {
    this.server.close();
    this.disconnect();
    await once(this.server, 'close');
  }

  private serve(socket: TLSSocket): void {
    const stream: Stream = { serverName: socket.servername || '', bytes: '', answered: 0, isOpen: true };
    this.streams.push(stream);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      stream.isOpen = false;
    });
    socket.on('data', (chunk) => {
      stream.bytes += chunk.toString('latin1');
      for (const { end } of readRequests(stream.bytes.slice(stream.answered), usual)) {
        if (end === undefined) break;
        socket.write(answer);
      }
      stream.answered = wholeEnd(stream);
    });
  }
}

/** Where the last request ends that is all there. */
function wholeEnd({ bytes, answered }: Stream): number {
  const ends = readRequests(bytes.slice(answered), usual).map(({ end }) => end ?? 0);
  return answered + Math.max(0, ...ends);
}

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nset-cookie: session=upstream\r\ncontent-length: 5\r\n\r\nhello';
