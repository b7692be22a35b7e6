import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../free-ports';
import { host, path, placeholders, prefix } from '../../job';
import { startProgram } from '../../programs/program';
import { pypiProgram, pythonFolder, pythonVariables, whyNotInstalled } from '../../programs/python-program';
import type { GatewayContender } from '../running-gateway';

/** mitmproxy as a gateway (its reverse mode), with the job in a script of its own. */
export const mitmproxy: GatewayContender = {
  name: 'mitmproxy',
  lacks: ['follows no secret, and counts neither requests nor connections'],
  missing: () => whyNotInstalled('mitmdump', 'mitmproxy.txt'),
  async start({ folder: parent, upstream, trustedCa, placement }) {
    const [port = 0] = await freePorts(1);
    const folder = join(parent, 'mitmproxy');
    mkdirSync(folder, { mode: 0o700 });
    const options = [`confdir=${folder}`, `ssl_verify_upstream_trusted_ca=${trustedCa}`, 'body_size_limit=32m', 'flow_detail=0'];
    const mode = ['--mode', `reverse:https://${host}:${upstream.port}`, '--listen-host', loopback, '--listen-port', String(port)];
    const script = ['-s', join(pythonFolder, 'gateway.py'), '-q', ...options.flatMap((option) => ['--set', option])];
    const { pid, stop } = await startProgram({
      command: [await pypiProgram('mitmdump', 'mitmproxy.txt'), ...mode, ...script],
      ports: [port],
      placement,
      variables: { ...pythonVariables(upstream.port), BENCH_RECORDS: join(folder, 'audit.jsonl') },
    });
    return { target: { url: `http://${loopback}:${port}${prefix}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};
