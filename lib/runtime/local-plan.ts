import type { Agent } from '../policy/agent';
import { checkAuditFile } from './audit-file';
import { boundaryCertificates } from './certificates/boundary-certificates';
import { upstreamAuthorities } from './certificates/upstream-authorities';
import { findEnvoy } from './envoy/envoy-binary';
import type { Followed } from './followed-files';
import type { LocalProxyOptions, StartOptions } from './local-proxy-options';
import { freePorts, type ProxyPorts } from './loopback-ports';
import { awsCredentials } from './secrets/aws-credentials';
import { googleCredentials } from './secrets/google-credentials';
import { secretFiles } from './secrets/secret-files';
import { secretMapping } from './secrets/secret-mapping';
import { orStartError } from './start-error';
import { freeSockets, type ProxySockets } from './unix-socket';

/** All that a proxy is started with, checked; nothing is written yet. */
export interface LocalPlan extends ProxyPorts {
  readonly options: LocalProxyOptions;
  readonly agent: Agent;
  readonly envoy: string;
  /** What requests are authenticated with. */
  readonly credentials: readonly Followed[];
  /** What upstreams are verified with. */
  readonly authorities: readonly Followed[];
  /** What TLS ends with; empty if no destination needs it. */
  readonly boundary: readonly Followed[];
  readonly auditLog?: string;
  readonly sockets: ProxySockets;
}

/** Checks everything that can be wrong before anything is written or started; throws a StartError. */
export async function localPlan(options: LocalProxyOptions, start: StartOptions): Promise<LocalPlan> {
  const { policy, secrets = {}, upstreamCa, auditLog } = options;
  const agent = orStartError(() => policy.agent(options.agent));
  const mapping = secretMapping(policy, agent, secrets, upstreamCa);
  const checked = {
    credentials: [
      ...(await secretFiles(mapping.secrets)),
      ...(await awsCredentials(agent)),
      ...(await googleCredentials(agent, options)),
    ],
    authorities: await upstreamAuthorities(upstreamCa, mapping.certificates),
    boundary: await boundaryCertificates(agent.destinations, options.certificates),
    ...(auditLog !== undefined && { auditLog: checkAuditFile(auditLog) }),
  };
  const ways = { sockets: await freeSockets(options), ...(await ports(options)) };
  const envoy = options.envoy ?? (await findEnvoy(start));
  return { options, agent, envoy, ...checked, ...ways };
}

/** Without any, what those of its sockets are called. */
const ports = async (options: LocalProxyOptions): Promise<ProxyPorts> =>
  options.socketsOnly ? namedPorts(options) : freePorts(portsOf(options));

const namedPorts = ({ publicPorts, transparentHttpSocket }: LocalProxyOptions): ProxyPorts => ({
  gatewayPort: publicPorts?.gateway ?? 8080,
  proxyPort: publicPorts?.proxy ?? 3128,
  ...(transparentHttpSocket !== undefined && { transparentHttpPort: 80 }),
});

const portsOf = ({
  gatewayPort = 8080,
  proxyPort = 3128,
  transparentPort,
  transparentHttpSocket,
  transparentHttpPort = transparentHttpSocket === undefined ? undefined : 0,
}: LocalProxyOptions): ProxyPorts => ({
  gatewayPort,
  proxyPort,
  transparentPort,
  transparentHttpPort,
});
