import { createSecureServer, type Http2SecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type Answer, apiError, messagesAnswer } from './messages-answer';

/** One request as the stand-in saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query, as received. */
  readonly path: string;
  /** The authority, as received. */
  readonly host: string;
  /** By lower-case name, without HTTP/2's pseudo headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly httpVersion: string;
}

export interface StandInModelProps {
  readonly authority: CertificateAuthority;
  /** Names that its certificate is for. @default ['api.anthropic.com'] */
  readonly hosts?: readonly string[];
  /** The only key that it takes, in x-api-key; others get a 401. @default - any */
  readonly key?: string;
  /** Awaited before each part of a stream but the first. @default - they follow at once */
  readonly pause?: (request: SeenRequest) => Promise<unknown> | undefined;
  /** Answers in place of the Messages API where it gives an answer. @default - nowhere */
  readonly script?: (request: SeenRequest) => Answer | undefined;
}

/**
 * A stand-in for the model's API on this machine: an HTTPS server (HTTP/1.1 and 2) on loopback that answers in the form
 * of the Anthropic Messages API, streams too, with canned text, and keeps every request that it saw.
 *
 * @example
 * const model = await StandInModel.start({ authority: await CertificateAuthority.create({ name: 'test' }) });
 */
export class StandInModel {
  /** Every request that arrived whole, oldest first. */
  readonly requests: SeenRequest[] = [];
  /** How many connections were opened, whether or not TLS or a request followed. */
  connections = 0;

  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Http2SecureServer,
    private readonly props: StandInModelProps,
  ) {
    server.on('connection', (socket: Socket) => this.keep(socket));
    server.on('request', (request, response) => void this.serve(request, response).catch(() => response.stream?.destroy()));
    // a client that trusts another authority ends the handshake; that is the client's to report
    server.on('tlsClientError', () => {});
    server.on('sessionError', () => {});
  }

  /** Starts on a free port of 127.0.0.1. */
  static async start(props: StandInModelProps): Promise<StandInModel> {
    const { key, certificate } = await props.authority.issue({ hosts: props.hosts ?? ['api.anthropic.com'] });
    const server = createSecureServer({ key, cert: certificate, allowHTTP1: true });
    const model = new StandInModel(server, props);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return model;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Stops at once; open connections are cut. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private keep(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private async serve(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
    const seen = await seenRequest(request);
    this.requests.push(seen);
    const { status, headers, parts } = this.answer(seen);
    response.writeHead(status, headers);
    for (const [index, part] of parts.entries()) {
      if (index > 0) await this.props.pause?.(seen);
      response.write(part);
    }
    response.end();
  }

  private answer(seen: SeenRequest): Answer {
    const { key, script } = this.props;
    if (key !== undefined && seen.headers['x-api-key'] !== key) {
      return apiError(401, 'authentication_error', 'invalid x-api-key');
    }
    return script?.(seen) ?? messagesAnswer(seen);
  }
}

async function seenRequest(request: Http2ServerRequest): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const entries = Object.entries(request.headers).filter(([name]) => !name.startsWith(':'));
  return {
    method: request.method,
    path: request.url,
    host: request.authority ?? request.headers.host ?? '',
    headers: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString(),
    httpVersion: request.httpVersion,
  };
}
