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
  readonly body: string;
}

/** A stand-in for every upstream: an HTTPS server that answers 200 to anything and keeps what it saw. */
export interface Upstream {
  readonly port: number;
  readonly seen: SeenRequest[];
  /** How many connections were ever opened to it. */
  connections(): number;
  close(): Promise<void>;
}

/** Starts the stand-in on a free loopback port with a certificate in PEM. */
export async function startUpstream(tls: { readonly key: string; readonly certificate: string }): Promise<Upstream> {
  const seen: SeenRequest[] = [];
  const server = createServer({ key: tls.key, cert: tls.certificate }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const serverName = (request.socket as { servername?: string }).servername;
    const { method = '', url = '', headers } = request;
    seen.push({ serverName, method, url, headers, body: Buffer.concat(chunks).toString('latin1') });
    response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'session=upstream' }).end('hello from upstream');
  });
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, seen, connections: () => connections, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
