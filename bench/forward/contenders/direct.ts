import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { key } from '../../job';
import { nginxVersion } from '../../programs/nginx';
import { nginxUpstream } from '../../upstreams/nginx-upstream';
import type { ForwardContender } from '../running-forward';

const headers = { 'x-api-key': key };

/** No proxy; client and upstream share a processor. */
export const direct: ForwardContender = {
  name: 'direct',
  lacks: [],
  start: async ({ upstream, trustedCa }) => ({ download: { port: upstream.port, ca: trustedCa, headers }, stop: async () => {} }),
};

/** No proxy; client and upstream have a processor each. */
export const directAcross: ForwardContender = {
  name: 'direct across',
  lacks: [],
  async missing({ placement }) {
    if (!placement) return 'needs two processors and taskset';
    return (await nginxVersion()) === undefined ? 'needs nginx for an upstream of its own' : undefined;
  },
  async start({ folder, identity, placement, trustedCa }) {
    const { port, stop } = await nginxUpstream(join(mkdtempSync(join(folder, 'across-')), 'upstream'), identity, placement);
    return { download: { port, ca: trustedCa, headers }, stop };
  },
};
