import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for Google Cloud's metadata server, on loopback. */
export interface MetadataServer {
  /** For GCE_METADATA_HOST. */
  readonly host: string;
  /** The paths that were asked for, with their queries. */
  readonly asked: string[];
  /** What it answers for a token and its lifetime in seconds, or nothing: then it fails. May be set at any time. */
  token: { readonly access_token: string; readonly expires_in: number } | undefined;
  close(): Promise<void>;
}

/** Starts the stand-in on a free loopback port. */
export async function startMetadataServer(token: MetadataServer['token']): Promise<MetadataServer> {
  const server = createServer(({ url = '' }, response) => {
    metadata.asked.push(url);
    response.setHeader('metadata-flavor', 'Google');
    if (!url.includes('/token')) response.end('standing-in');
    else if (metadata.token) response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata.token));
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const metadata: MetadataServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    token,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return metadata;
}
