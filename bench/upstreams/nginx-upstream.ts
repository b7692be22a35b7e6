import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../../test/envoy/free-ports';
import { answer, blob, host, key } from '../job';
import type { Placement } from '../placement';
import { startNginx } from '../programs/nginx';
import type { Upstream } from '../upstream';

/** An nginx that answers each request with the same few bytes from memory. */
export async function nginxUpstream(folder: string, identity: IssuedCertificate, placement?: Placement): Promise<Upstream> {
  const [port = 0, http2Port = 0] = await freePorts(2);
  const { stop } = await startNginx({
    folder,
    ports: [port, http2Port],
    http: http(folder, [`${port} ssl`, `${http2Port} ssl http2`]),
    files: { blob: '', 'certificate.pem': identity.certificate, 'key.pem': identity.key },
    placement,
  });
  // nothing but zeros, which take no room
  truncateSync(join(folder, 'blob'), blob.bytes);
  return { name: 'nginx', port, http2Port, stop };
}

const http = (folder: string, listens: readonly string[]): string => `
  access_log off;
  map_hash_bucket_size 256;
  map "$host|$http_x_api_key|$http_authorization" $refused { "${host}|${key}|" ""; default 1; }
  server {
    ${listens.map((listen) => `listen ${loopback}:${listen};`).join(' ')}
    ssl_certificate ${folder}/certificate.pem;
    ssl_certificate_key ${folder}/key.pem;
    default_type application/json;
    if ($refused) { return 401; }
    location = ${blob.path} { alias ${folder}/blob; }
    location / { return 200 '${answer}'; }
  }`;
