import { join } from 'node:path';
import type { IssuedCertificate } from '../lib/runtime/certificates/certificate-authority';
import { nginxVersion } from './programs/nginx';
import { nginxUpstream } from './upstreams/nginx-upstream';
import { nodeUpstream } from './upstreams/node-upstream';

/** The server behind all contenders: TLS with a certificate for `host`, and 401 for what lacks the key or carries an agent's. */
export interface Upstream {
  readonly name: string;
  /** Port that speaks HTTP/1.1 only. */
  readonly port: number;
  /** Port that speaks HTTP/2 with those who can. */
  readonly http2Port: number;
  stop(): Promise<void>;
}

/** Starts nginx if it is there, as it costs least, and a server of Node otherwise. */
export async function startUpstream(parent: string, identity: IssuedCertificate): Promise<Upstream> {
  return (await nginxVersion()) === undefined ? nodeUpstream(identity) : nginxUpstream(join(parent, 'upstream'), identity);
}
