import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../../test/envoy/free-ports';
import { headers, host, key, path, placeholders, prefix } from '../../job';
import { startProgram } from '../../programs/program';
import { pypiProgram, whyNotInstalled } from '../../programs/python-program';
import type { GatewayContender } from '../running-gateway';

/** LiteLLM's proxy with a pass-through endpoint, which reads no more of a message than it must. */
export const litellm: GatewayContender = {
  name: 'litellm',
  lacks: [
    'follows no secret, counts nothing, and writes no record',
    'reaches the upstream as localhost, which its certificate names too, as it takes no address for a host',
    'sends no header of the agent, but a fixed list, and answers 404 to what is outside the policy',
  ],
  missing: () => whyNotInstalled('litellm', 'litellm.txt'),
  async start({ folder: parent, upstream, trustedCa, placement }) {
    const [port = 0] = await freePorts(1);
    const folder = join(parent, 'litellm');
    mkdirSync(folder, { mode: 0o700 });
    const file = join(folder, 'config.yaml');
    writeFileSync(file, configuration(upstream.port), { mode: 0o600 });
    const { pid, stop } = await startProgram({
      command: [await pypiProgram('litellm', 'litellm.txt'), '--config', file, '--host', loopback, '--port', String(port)],
      ports: [port],
      placement,
      variables: { ...variables, SSL_CERT_FILE: trustedCa },
    });
    const target = { url: `http://${loopback}:${port}${prefix}${path}`, headers: placeholders };
    return { target, enforces: true, sliceSeconds: 3, pid, stop };
  },
};

const variables = {
  LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  LITELLM_LOG: 'ERROR',
  // like the others, it knows its agents by where they come from
  LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: 'true',
};

// JSON is YAML too
function configuration(upstreamPort: number): string {
  const endpoint = (allowed: string) => ({
    path: `${prefix}${allowed}`,
    target: `https://localhost:${upstreamPort}${allowed}`,
    headers: { ...headers, host, 'x-api-key': key },
  });
  return JSON.stringify({ general_settings: { pass_through_endpoints: [path, `${path}/count_tokens`].map(endpoint) } });
}
