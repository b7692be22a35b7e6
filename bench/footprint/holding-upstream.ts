import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer } from 'node:https';
import type { IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../../test/envoy/free-ports';
import type { Upstream } from '../upstream';

/** The first that a stream says; then it is silent, as a model that thinks. */
export const firstEvent = 'event: ping\n\n';

/** An upstream whose answers begin and don't end. */
export async function holdingUpstream({ key, certificate: cert }: IssuedCertificate): Promise<Upstream> {
  const [port = 0, http2Port = 0] = await freePorts(2);
  const servers = [
    createServer({ key, cert, requestTimeout: 0 }, hold).listen(port, loopback),
    createSecureServer({ key, cert }, hold).listen(http2Port, loopback),
  ];
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return { name: 'node', port, http2Port, stop: async () => servers.forEach((server) => void server.close()) };
}

function hold(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
  request.resume();
  response.statusCode = 200;
  response.setHeader('content-type', 'text/event-stream');
  // the two kinds of answer agree on all but their types
  (response as ServerResponse).write(firstEvent);
  response.on('error', () => {});
}
