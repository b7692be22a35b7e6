import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request for a token as the endpoint saw it. */
export interface TokenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What it answers: a token and its lifetime in seconds, or only a status. */
export type TokenAnswer = { readonly access_token: string; readonly expires_in: number } | { readonly status: number };

/** A stand-in for an identity provider's token endpoint: HTTPS on loopback. */
export interface TokenEndpoint {
  readonly port: number;
  readonly asked: TokenRequest[];
  /** How many connections were ever opened to it, whether or not TLS or a request followed. */
  connections: number;
  /** May be set at any time. */
  answer: (request: TokenRequest) => TokenAnswer;
  close(): Promise<void>;
}

/** Starts the stand-in on a free loopback port with a certificate in PEM. */
export async function startTokenEndpoint(
  tls: { readonly key: string; readonly certificate: string },
  answer: TokenEndpoint['answer'],
): Promise<TokenEndpoint> {
  const server = createServer({ key: tls.key, cert: tls.certificate }, async (request, response) => {
    const { method = '', url = '', headers } = request;
    const asked = { method, url, headers, body: await text(request) };
    endpoint.asked.push(asked);
    const given = endpoint.answer(asked);
    if ('status' in given) response.writeHead(given.status).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...given, token_type: 'Bearer' }));
  });
  server.on('tlsClientError', () => undefined);
  server.on('connection', () => {
    endpoint.connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint: TokenEndpoint = {
    port: (server.address() as AddressInfo).port,
    asked: [],
    connections: 0,
    answer,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return endpoint;
}
