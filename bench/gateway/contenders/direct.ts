import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { host, key, path } from '../../job';
import { nginxVersion } from '../../programs/nginx';
import { nginxUpstream } from '../../upstreams/nginx-upstream';
import type { GatewayContender, RunningGateway } from '../running-gateway';

/** The client speaks TLS with the upstream and holds the key itself; both are on one processor. */
export const direct: GatewayContender = {
  name: 'direct',
  lacks: [],
  start: async ({ upstream }) => ({ ...to(upstream.port), stop: async () => {} }),
};

/** The same with an upstream on the other processor: each way crosses once, as it would between machines. */
export const directAcross: GatewayContender = {
  name: 'direct across',
  lacks: [],
  async missing({ placement }) {
    if (!placement) return 'needs two processors and taskset';
    return (await nginxVersion()) === undefined ? 'needs nginx for an upstream of its own' : undefined;
  },
  async start({ folder, identity, placement }) {
    const { port, stop } = await nginxUpstream(join(folder, 'upstream-across'), identity, placement);
    return { ...to(port), stop };
  },
};

function to(port: number): Pick<RunningGateway, 'target' | 'enforces'> {
  return {
    target: { url: `https://${loopback}:${port}${path}`, authority: host, headers: { 'x-api-key': key } },
    enforces: false,
  };
}
