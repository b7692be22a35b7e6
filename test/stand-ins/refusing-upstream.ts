import { once } from 'node:events';
import { constants, createSecureServer, type IncomingHttpHeaders, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** A stand-in upstream that takes no request at the first attempt. */
export interface RefusingUpstream {
  readonly port: number;
  /** The headers of every attempt. */
  readonly attempts: IncomingHttpHeaders[];
  close(): Promise<void>;
}

/** Starts an HTTP/2 server that refuses each path's first stream, as one that shuts down does, and answers 200 to the second. */
export async function startRefusingUpstream(tls: {
  readonly key: string;
  readonly certificate: string;
}): Promise<RefusingUpstream> {
  const attempts: IncomingHttpHeaders[] = [];
  const sessions = new Set<ServerHttp2Session>();
  const server = createSecureServer({ key: tls.key, cert: tls.certificate });
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const isFirst = !attempts.some((earlier) => earlier[':path'] === headers[':path']);
    attempts.push(headers);
    stream.on('error', () => undefined);
    if (isFirst) stream.close(constants.NGHTTP2_REFUSED_STREAM);
    else stream.respond({ ':status': 200 }, { endStream: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, attempts, close };
}
