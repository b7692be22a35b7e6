import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as the upstream saw it. */
export interface SeenRequest {
  readonly serverName: string | undefined;
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Each byte as one character. */
  readonly body: string;
}

/** What a stand-in answers; 200 and plain text unless it says otherwise. */
export interface UpstreamAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A stand-in for every upstream: an HTTPS server that keeps what it saw. */
export interface Upstream {
  readonly port: number;
  readonly seen: SeenRequest[];
  /** How many requests began to arrive, whether or not they came to their end. */
  begun(): number;
  /** How many TCP connections were ever opened to it, whatever came of them. */
  connections(): number;
  close(): Promise<void>;
}

export interface UpstreamProps {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** @default - a greeting, to anything */
  readonly answer?: (request: SeenRequest) => UpstreamAnswer | Promise<UpstreamAnswer>;
}

const greeting: UpstreamAnswer = {
  headers: { 'set-cookie': 'session=upstream', 'x-airlock-denied': 'forged' },
  body: 'hello from upstream',
};

/** Starts the stand-in on a free loopback port. */
export async function startUpstream({ key, certificate, answer = () => greeting }: UpstreamProps): Promise<Upstream> {
  const seen: SeenRequest[] = [];
  let begun = 0;
  const server = createServer({ key, cert: certificate }, async (request, response) => {
    begun += 1;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // the rest never came
      return;
    }
    const serverName = (request.socket as { servername?: string }).servername;
    const { method = '', url = '', headers } = request;
    const one = { serverName, method, url, headers, body: Buffer.concat(chunks).toString('latin1') };
    seen.push(one);
    const { status = 200, headers: own, body } = await answer(one);
    response.writeHead(status, { 'content-type': 'text/plain', ...own }).end(body);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, seen, begun: () => begun, connections: () => connections, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
