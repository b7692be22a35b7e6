import { loopback } from '../../../lib/runtime/loopback-ports';
import { benchPolicy, host, path, placeholders, prefix } from '../../job';
import { startLocalProxy } from '../../programs/local-proxy';
import type { GatewayContender } from '../running-gateway';

/** What `agent-airlock run` runs: the same Envoy with two workers, and a Node process that reads its records. */
export const localProxy: GatewayContender = {
  name: 'local proxy',
  lacks: [],
  async start(scene) {
    const resolve = [{ host, port: 443, address: loopback, addressPort: scene.upstream.port }];
    const { gatewayUrl, pid, stop } = await startLocalProxy({ policy: benchPolicy(), resolve }, scene);
    return { target: { url: `${gatewayUrl}${prefix}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};
