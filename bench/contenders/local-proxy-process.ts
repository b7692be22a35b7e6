import { LocalProxy } from '../../lib/runtime/local-proxy';
import { loopback } from '../../lib/runtime/loopback-ports';
import { benchPolicy, host, key, secretName } from '../job';

/** What the process says to its parent when it takes requests. */
export interface LocalProxyMessage {
  readonly gatewayUrl: string;
}

/** A local proxy on free ports until SIGTERM; the arguments are the upstream's port, the file that vouches for it, and Envoy's path. */
async function main([port, upstreamCa, envoy]: readonly string[]): Promise<void> {
  process.env.BENCH_KEY = key;
  const proxy = await LocalProxy.start({
    policy: benchPolicy(),
    gatewayPort: 0,
    proxyPort: 0,
    secrets: { [secretName]: { kind: 'environment', variable: 'BENCH_KEY' } },
    resolve: [{ host, port: 443, address: loopback, addressPort: Number(port) }],
    upstreamCa,
    envoy,
  });
  const stop = () => proxy.stop({ now: true }).then(() => process.exit(0));
  process.once('SIGTERM', stop);
  // the parent is gone
  process.once('disconnect', stop);
  process.send?.({ gatewayUrl: proxy.gatewayUrl } satisfies LocalProxyMessage);
}

void main(process.argv.slice(2));
