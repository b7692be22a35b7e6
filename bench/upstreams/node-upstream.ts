import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:https';
import type { IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../../test/envoy/free-ports';
import { answer, key as apiKey, host } from '../job';
import type { Upstream } from '../upstream';

/** The same answer from Node, in the benchmark's own process: it costs more than a proxy does, and so hides differences. */
export async function nodeUpstream({ key, certificate: cert }: IssuedCertificate): Promise<Upstream> {
  const [port = 0, http2Port = 0] = await freePorts(2);
  const servers = [
    createServer({ key, cert, keepAliveTimeout: 0 }, reply).listen(port, loopback),
    createSecureServer({ key, cert, allowHTTP1: true }, reply).listen(http2Port, loopback),
  ];
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return { name: 'node', port, http2Port, stop: async () => servers.forEach((server) => void server.close()) };
}

function reply(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
  const { headers } = request;
  const known = headers['x-api-key'] === apiKey && headers.authorization === undefined;
  const text = known && (headers[':authority'] ?? headers.host) === host ? answer : '';
  request.resume();
  response.statusCode = text === '' ? 401 : 200;
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
