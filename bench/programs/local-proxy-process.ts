import type { Resolve } from '../../lib/envoy/bootstrap-props';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { key, secretName } from '../job';

/** What the process is started with, as JSON. */
export interface LocalProxyOrder {
  /** The policy's document. */
  readonly policy: unknown;
  readonly resolve: readonly Resolve[];
  readonly upstreamCa: string;
  readonly envoy: string;
}

/** What the process says to its parent when it takes requests. */
export interface LocalProxyMessage {
  readonly gatewayUrl: string;
  readonly proxyUrl: string;
}

/** A local proxy on free ports until SIGTERM. */
async function main(order: LocalProxyOrder): Promise<void> {
  process.env.BENCH_KEY = key;
  const policy = EgressPolicy.parse(order.policy);
  const proxy = await LocalProxy.start({
    ...order,
    policy,
    gatewayPort: 0,
    proxyPort: 0,
    secrets: policy.destinations.some(({ credential }) => credential)
      ? { [secretName]: { kind: 'environment', variable: 'BENCH_KEY' } }
      : {},
  });
  const stop = () => proxy.stop({ now: true }).then(() => process.exit(0));
  process.once('SIGTERM', stop);
  // the parent is gone
  process.once('disconnect', stop);
  process.send?.({ gatewayUrl: proxy.gatewayUrl, proxyUrl: proxy.proxyUrl } satisfies LocalProxyMessage);
}

void main(JSON.parse(process.argv[2] ?? ''));
