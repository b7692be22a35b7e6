import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../../test/envoy/free-ports';
import { benchPolicy, host, key, path, placeholders, prefix, stripped } from '../../job';
import { programVersion, startProgram } from '../../programs/program';
import type { Scene } from '../../scene';
import type { GatewayContender } from '../running-gateway';

/** HAProxy with the same job, as far as its configuration goes. */
export const haproxy: GatewayContender = {
  name: 'haproxy',
  lacks: [
    'follows no secret: the key stands in its configuration, and a new one is a reload',
    'writes a record that knows the status, but no reason and no final decision',
    'judges a body by the length that is announced',
  ],
  missing: async () => ((await programVersion('haproxy', ['-v'])) === undefined ? 'not installed' : undefined),
  async start(scene) {
    const [port = 0] = await freePorts(1);
    const folder = join(scene.folder, 'haproxy');
    mkdirSync(folder, { mode: 0o700 });
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configuration(port, scene), { mode: 0o600 });
    const { pid, stop } = await startProgram({
      command: ['haproxy', '-db', '-q', '-f', file],
      ports: [port],
      placement: scene.placement,
      output: join(folder, 'audit.jsonl'),
    });
    return { target: { url: `http://${loopback}:${port}${prefix}${path}`, headers: placeholders }, enforces: true, pid, stop };
  },
};

function configuration(port: number, { upstream, trustedCa }: Scene): string {
  const { sha256, agents } = benchPolicy();
  const { requestsPerMinute, requestBytes, connections } = agents[0]?.limits ?? {};
  return `
global
  nbthread 1
  log stdout format raw local0
defaults
  mode http
  log global
  timeout connect 5s
  timeout http-request 10s
  timeout client 3600s
  timeout server 3600s
frontend gateway
  bind ${loopback}:${port}
  maxconn ${connections}
  log-format '${record(sha256)}'
  stick-table type integer size 1k expire 1m store http_req_rate(1m)
  http-request set-var(txn.path) path,regsub(^${prefix},)
  http-request track-sc0 dst_port
  http-request deny deny_status 429 if { sc_http_req_rate(0) gt ${requestsPerMinute} }
  http-request deny deny_status 403 unless { method POST } { path ${prefix}${path} ${prefix}${path}/count_tokens }
  http-request deny deny_status 413 if { req.hdr(content-length),sub(0) gt ${requestBytes} }
  ${[...stripped, 'x-api-key'].map((name) => `http-request del-header ${name}`).join('\n  ')}
  http-request set-path %[var(txn.path)]
  http-request set-header host ${host}
  http-request set-header x-api-key ${key}
  http-response del-header set-cookie
  default_backend claude
backend claude
  http-reuse always
  server claude ${loopback}:${upstream.port} ssl verify required ca-file ${trustedCa} sni str(${host}) verifyhost ${host}
`;
}

const record = (policySha256: string): string =>
  JSON.stringify({
    v: 1,
    time: '%T',
    agent: 'default',
    destination: 'claude',
    method: '%HM',
    host,
    path: '%[var(txn.path),json]',
    status: '%ST',
    bytesIn: '%U',
    bytesOut: '%B',
    durationMs: '%Ta',
    source: '%ci',
    policySha256,
  });
