import { loopback } from '../../../lib/runtime/loopback-ports';
import { benchPolicy, host, key, path, prefix, stripped } from '../../job';
import type { Scene } from '../../scene';

/** The `http` block of an nginx that does what Envoy does with the policy: exact paths, the key, limits, verified TLS, a record. */
export function nginxGateway(folder: string, port: number, { upstream, trustedCa }: Scene): string {
  const { sha256, agents } = benchPolicy();
  const { requestsPerMinute, requestBytes, connections } = agents[0]?.limits ?? {};
  return `
  log_format audit escape=json '${record(sha256)}';
  map $status $decision { ~^[235] allow; default deny; }
  map $uri $path { ~^${prefix}(?<rest>/.*)$ $rest; default $uri; }
  limit_req_zone $server_port zone=requests:1m rate=${requestsPerMinute}r/m;
  limit_conn_zone $server_port zone=connections:1m;
  upstream claude { server ${loopback}:${upstream.port}; keepalive 64; keepalive_requests 1000000000; keepalive_timeout 300s; }
  server {
    listen ${loopback}:${port};
    access_log ${folder}/audit.jsonl audit buffer=64k flush=1s;
    limit_req zone=requests burst=1000000 nodelay;
    limit_conn connections ${connections};
    client_max_body_size ${requestBytes};
    default_type application/json;
    ${[path, `${path}/count_tokens`].map(location).join('')}
    location / { ${denied} }
    proxy_http_version 1.1;
    # a model's stream must not wait for a full buffer
    proxy_buffering off;
    proxy_ssl_protocols TLSv1.2 TLSv1.3;
    proxy_ssl_verify on;
    proxy_ssl_trusted_certificate ${trustedCa};
    proxy_ssl_server_name on;
    proxy_ssl_name ${host};
    proxy_set_header Connection "";
    proxy_set_header Host ${host};
    proxy_set_header x-api-key ${key};
    ${stripped.map((name) => `proxy_set_header ${name} "";`).join(' ')}
    proxy_hide_header set-cookie;
  }`;
}

const denied = `return 403 '{"error":"denied"}';`;

const location = (allowed: string): string => `
    location = ${prefix}${allowed} {
      if ($request_method != POST) { ${denied} }
      proxy_pass https://claude${allowed};
    }`;

const record = (policySha256: string): string =>
  JSON.stringify({
    v: 1,
    time: '$time_iso8601',
    agent: 'default',
    destination: 'claude',
    method: '$request_method',
    host,
    path: '$path',
    decision: '$decision',
    status: '$status',
    bytesIn: '$request_length',
    bytesOut: '$body_bytes_sent',
    durationMs: '$request_time',
    requestId: '$request_id',
    source: '$remote_addr',
    policySha256,
  });
