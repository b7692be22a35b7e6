import { agentNotKnown } from '../../policy/agent';
import { type EnvoyConfig, extension } from '../extension';
import { handedOnFormat } from '../filters/hand-on';
import { interceptEnd, tunnelEnd } from './connection-end';
import {
  httpDecision,
  httpReason,
  interceptDecision,
  interceptReason,
  notPassedOn,
  silentConnect,
  transparentReason,
  tunnelDecision,
  tunnelReason,
} from './reason-expression';
import { requestHost, requestId, requestPath } from './request-fact';

/** What every record says of the policy that decided. */
export interface AuditLog {
  readonly policySha256: string;
  /** Files that get every record, besides standard output. */
  readonly files: readonly string[];
  /** When report mode ends (RFC 3339). @default - the policy is enforced */
  readonly reportEnd?: string;
}

const address = '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%';
const cel = (expression: string) => `%CEL(${expression})%`;
// the record's time is the request's end, in UTC
const time = '%EMIT_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%';

/** Access logs of one agent's HTTP requests. What CONNECT opened is recorded where it ends. */
export function httpAuditLog(agent: string, log: AuditLog): readonly EnvoyConfig[] {
  const record = { ...httpRecord(log), agent, source: address };
  return accessLogs(record, log, notAnOpenedTunnel);
}

/** Access logs of one agent's requests inside intercepted connections. */
export function innerAuditLog(agent: string, log: AuditLog): readonly EnvoyConfig[] {
  return accessLogs({ ...httpRecord(log), agent, source: handedOnFormat('source') }, log);
}

/** Access logs of the tunnels to one port. */
export function tunnelAuditLog(port: number, log: AuditLog): readonly EnvoyConfig[] {
  const { reportEnd } = log;
  const judged = { decision: cel(tunnelDecision(port, reportEnd)), reason: cel(tunnelReason(port, reportEnd)) };
  return accessLogs({ ...connectRecord, ...judged, access: 'tunnel', end: tunnelEnd }, log);
}

/** Access logs of intercepted connections, each besides the records of its requests. */
export function interceptAuditLog(log: AuditLog): readonly EnvoyConfig[] {
  const judged = { decision: cel(interceptDecision), reason: cel(interceptReason) };
  return accessLogs({ ...connectRecord, ...judged, access: 'intercept', end: interceptEnd }, log);
}

/** Access logs of what the transparent port refuses; what it passes on is recorded by the proxy port. */
export function transparentAuditLog(agent: string | undefined, log: AuditLog, source = address): readonly EnvoyConfig[] {
  const judged = { decision: 'deny', reason: cel(transparentReason) };
  const asked = { agent: agent ?? agentNotKnown, destination: null, method: null, host: '%REQUESTED_SERVER_NAME%', path: null };
  const record = { ...asked, ...judged, status: 0, requestId: null, source };
  return accessLogs(record, log, celFilter(notPassedOn));
}

const httpRecord = ({ reportEnd }: AuditLog): EnvoyConfig => ({
  destination: '%METADATA(ROUTE:airlock:destination)%',
  method: '%REQ(:METHOD):64%',
  host: requestHost,
  path: requestPath,
  decision: cel(httpDecision(reportEnd)),
  reason: cel(httpReason(reportEnd)),
  status: '%RESPONSE_CODE%',
  requestId,
});

/** With what the CONNECT request handed on. */
const connectRecord: EnvoyConfig = {
  agent: handedOnFormat('agent'),
  destination: handedOnFormat('destination'),
  method: 'CONNECT',
  host: handedOnFormat('host'),
  path: null,
  // CONNECT was answered before the connection's first byte could be judged
  status: 200,
  requestId: handedOnFormat('request'),
  source: handedOnFormat('source'),
  sni: '%REQUESTED_SERVER_NAME%',
};

function accessLogs(record: EnvoyConfig, { policySha256, files }: AuditLog, filter?: EnvoyConfig): readonly EnvoyConfig[] {
  const jsonFormat = {
    v: 1,
    time,
    ...record,
    bytesIn: '%BYTES_RECEIVED%',
    bytesOut: '%BYTES_SENT%',
    durationMs: '%DURATION%',
    policySha256,
  };
  const fields = { log_format: { json_format: jsonFormat, formatters: [celWithStrings] } };
  const outputs = [
    extension('envoy.access_loggers.stdout', 'extensions.access_loggers.stream.v3.StdoutAccessLog', fields),
    ...files.map((path) =>
      extension('envoy.access_loggers.file', 'extensions.access_loggers.file.v3.FileAccessLog', { path, ...fields }),
    ),
  ];
  return outputs.map((output) => ({ ...output, filter }));
}

const celWithStrings = extension('envoy.formatter.cel', 'extensions.formatter.cel.v3.Cel', {
  cel_config: { enable_string_concat: true, enable_string_conversion: true, enable_string_functions: true },
});

const celFilter = (expression: string): EnvoyConfig => ({
  extension_filter: extension(
    'envoy.access_loggers.extension_filters.cel',
    'extensions.access_loggers.filters.cel.v3.ExpressionFilter',
    { expression },
  ),
});

const notAnOpenedTunnel: EnvoyConfig = {
  or_filter: {
    filters: [
      { header_filter: { header: { name: ':method', string_match: { exact: 'CONNECT' }, invert_match: true } } },
      { status_code_filter: { comparison: { op: 'GE', value: { default_value: 300, runtime_key: 'airlock.tunnel_refused' } } } },
      // when Envoy ends, a tunnel in which nothing was said has no other record
      celFilter(silentConnect),
    ],
  },
};
