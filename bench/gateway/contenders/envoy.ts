import { loopback } from '../../../lib/runtime/loopback-ports';
import { benchPolicy, host, path, placeholders, prefix } from '../../job';
import { startEnvoy } from '../../programs/envoy';
import type { Scene } from '../../scene';
import type { Upstream } from '../../upstream';
import type { GatewayContender, RunningGateway } from '../running-gateway';

/** The rendered bootstrap. */
export const envoy = envoyTo('envoy', ({ port }) => port);

/** The same with an upstream that speaks HTTP/2, as the model's API does. */
export const envoyHttp2 = envoyTo('envoy, h2 upstream', ({ http2Port }) => http2Port);

function envoyTo(name: string, portOf: (upstream: Upstream) => number): GatewayContender {
  return { name, lacks: [], start: (scene) => start(name, scene, portOf(scene.upstream)) };
}

async function start(name: string, scene: Scene, addressPort: number): Promise<RunningGateway> {
  const resolve = [{ host, port: 443, address: loopback, addressPort }];
  const { gatewayPort, pid, stop } = await startEnvoy({ policy: benchPolicy(), name, resolve }, scene);
  const target = { url: `http://${loopback}:${gatewayPort}${prefix}${path}`, headers: placeholders };
  return { target, enforces: true, pid, stop };
}
