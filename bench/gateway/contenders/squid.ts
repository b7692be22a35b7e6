import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../../test/envoy/free-ports';
import { host, key, path, placeholders, stripped } from '../../job';
import { squidVersion, startSquid } from '../../programs/squid';
import type { Scene } from '../../scene';
import type { GatewayContender } from '../running-gateway';

/** Squid as a gateway (its accelerator mode). */
export const squid: GatewayContender = {
  name: 'squid',
  lacks: [
    'follows no secret: the key stands in its configuration, and a new one is a reload',
    'rewrites no path without a helper process, so that its gateway has no prefix',
    'counts neither requests nor connections, and strips the headers that are named, none by prefix',
    'opens a connection to the upstream for every POST, as it never sends one on a connection that may be closing',
  ],
  missing: async () => ((await squidVersion()) === undefined ? 'not installed' : undefined),
  async start(scene) {
    const [port = 0] = await freePorts(1);
    const { pid, stop } = await startSquid({ name: 'squid', port, lines: lines(port, scene) }, scene);
    return { target: { url: `http://${loopback}:${port}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};

const lines = (port: number, { upstream, trustedCa }: Scene): readonly string[] => [
  `http_port ${loopback}:${port} accel defaultsite=${host} no-vhost`,
  `cache_peer ${loopback} parent ${upstream.port} 0 no-query no-digest originserver name=claude tls sslcafile=${trustedCa} ssldomain=${host} forcedomain=${host}`,
  'acl post method POST',
  `acl allowed urlpath_regex ^${path}(/count_tokens)?$`,
  'http_access allow post allowed',
  'http_access deny all',
  'request_body_max_size 32 MB',
  ...[...stripped, 'x-api-key'].map((name) => `request_header_access ${name} deny all`),
  `request_header_add x-api-key "${key}" all`,
  'reply_header_access set-cookie deny all',
];
