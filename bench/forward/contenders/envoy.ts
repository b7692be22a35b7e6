import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { blob, host, key, placeholders, secretName } from '../../job';
import { startEnvoy } from '../../programs/envoy';
import type { Scene } from '../../scene';
import type { ForwardContender } from '../running-forward';

/** The rendered bootstrap's tunnel: the handshake's name is held against CONNECT's, and TLS goes on end to end. */
export const envoyTunnel: ForwardContender = {
  name: 'envoy',
  lacks: [],
  start: (scene) => start('envoy tunnel', { access: 'tunnel' }, { 'x-api-key': key }, scene),
};

/** The rendered bootstrap's interception: TLS ends at the proxy, which judges, injects the key, and opens verified TLS of its own. */
export const envoyIntercept: ForwardContender = {
  name: 'envoy',
  lacks: [],
  start: (scene) => start('envoy intercept', intercept, placeholders, scene),
};

const intercept = {
  access: 'intercept',
  allow: [{ methods: ['GET'], path: blob.path }],
  credential: { type: 'header', header: 'x-api-key', secret: secretName },
};

async function start(name: string, destination: object, headers: Readonly<Record<string, string>>, scene: Scene) {
  const { trustedCa, upstream } = scene;
  const policy = EgressPolicy.parse({
    version: 1,
    destinations: [{ name: 'model', host, ports: [upstream.port], ...destination }],
  });
  const resolve = [{ host, port: upstream.port, address: loopback, addressPort: upstream.port }];
  const { proxyPort, pid, stop } = await startEnvoy({ policy, name, resolve }, scene);
  return { download: { port: upstream.port, proxy: `http://${loopback}:${proxyPort}`, ca: trustedCa, headers }, pid, stop };
}
