import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../../test/envoy/free-ports';
import { path, placeholders, prefix } from '../../job';
import { nginxVersion, startNginx } from '../../programs/nginx';
import type { GatewayContender } from '../running-gateway';
import { nginxGateway } from './nginx-gateway';

/** nginx with the same job, as far as its configuration goes. */
export const nginx: GatewayContender = {
  name: 'nginx',
  lacks: [
    'follows no secret: the key stands in its configuration, and a new one is a reload',
    'writes a record that knows the status, but no reason and no final decision',
    'strips the headers that are named, none by prefix',
    'speaks HTTP/1.1 to the upstream, never HTTP/2',
  ],
  missing: async () => ((await nginxVersion()) === undefined ? 'not installed' : undefined),
  async start(scene) {
    const [port = 0] = await freePorts(1);
    const folder = join(scene.folder, 'nginx');
    const http = nginxGateway(folder, port, scene);
    const { pid, stop } = await startNginx({ folder, ports: [port], http, placement: scene.placement });
    return { target: { url: `http://${loopback}:${port}${prefix}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};
