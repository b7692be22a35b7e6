import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { blob, key, placeholders } from '../../job';
import { startMitmproxy, whyNotInstalled } from '../../programs/python-program';
import type { ForwardContender } from '../running-forward';

const missing = () => whyNotInstalled('mitmdump', 'mitmproxy.txt');

/** mitmproxy, told to look into nothing. */
export const mitmproxyTunnel: ForwardContender = {
  name: 'mitmproxy',
  lacks: ["holds the handshake's name against nothing"],
  missing,
  async start(scene) {
    const { port, pid, stop } = await startMitmproxy(
      'mitmproxy tunnel',
      'regular',
      { ...none, more: ['ignore_hosts=.*'] },
      scene,
    );
    const { upstream, trustedCa: ca } = scene;
    return {
      download: { port: upstream.port, proxy: `http://${loopback}:${port}`, ca, headers: { 'x-api-key': key } },
      pid,
      stop,
    };
  },
};

/** mitmproxy doing what it is made for, with the job in a script of its own. */
export const mitmproxyIntercept: ForwardContender = {
  name: 'mitmproxy',
  lacks: ['follows no secret, and counts neither requests nor connections'],
  missing,
  async start(scene) {
    const job = { prefix: '', allowed: [`GET:${blob.path}`] };
    const { port, folder, pid, stop } = await startMitmproxy('mitmproxy intercept', 'regular', job, scene);
    const ca = join(folder, 'mitmproxy-ca-cert.pem');
    return { download: { port: scene.upstream.port, proxy: `http://${loopback}:${port}`, ca, headers: placeholders }, pid, stop };
  },
};

const none = { prefix: '', allowed: [] };
