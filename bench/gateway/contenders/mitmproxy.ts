import { loopback } from '../../../lib/runtime/loopback-ports';
import { host, path, placeholders, prefix } from '../../job';
import { startMitmproxy, whyNotInstalled } from '../../programs/python-program';
import type { GatewayContender } from '../running-gateway';

/** mitmproxy as a gateway (its reverse mode), with the job in a script of its own. */
export const mitmproxy: GatewayContender = {
  name: 'mitmproxy',
  lacks: ['follows no secret, and counts neither requests nor connections'],
  missing: () => whyNotInstalled('mitmdump', 'mitmproxy.txt'),
  async start(scene) {
    const job = { prefix, allowed: [`POST:${path}`, `POST:${path}/count_tokens`], more: ['body_size_limit=32m'] };
    const { port, pid, stop } = await startMitmproxy('mitmproxy', `reverse:https://${host}:${scene.upstream.port}`, job, scene);
    return { target: { url: `http://${loopback}:${port}${prefix}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};
