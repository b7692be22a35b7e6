import { join } from 'node:path';
import { loopback } from '../../lib/runtime/loopback-ports';
import type { Contender, Running } from '../contender';
import { host, key, path } from '../job';
import { nginxVersion } from '../nginx-program';
import { nginxUpstream } from '../upstreams/nginx-upstream';

/** The client speaks TLS with the upstream and holds the key itself; both are on one processor. */
export const direct: Contender = {
  name: 'direct',
  lacks: [],
  start: async ({ upstream }) => ({ ...to(upstream.port), stop: async () => {} }),
};

/** The same with an upstream on the other processor: each way crosses once, as it would between machines. */
export const directAcross: Contender = {
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

function to(port: number): Pick<Running, 'target' | 'enforces'> {
  return {
    target: { url: `https://${loopback}:${port}${path}`, authority: host, headers: { 'x-api-key': key } },
    enforces: false,
  };
}
