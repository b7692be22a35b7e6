import { renderBootstrap } from '../../../lib/envoy/bootstrap';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { Capability, CapabilityKind } from '../../../lib/verify/model/identity';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { Resolver } from '../../../lib/verify/model/resolver';
import type { Credential, Opening } from '../../../lib/verify/model/workload';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import type { Doubt } from '../../../lib/verify/world/doubt';
import {
  agentAt,
  agentRoutes,
  agentRules,
  allow,
  bystander,
  changed,
  cidrs,
  doubt,
  endpoint,
  firewall,
  hop,
  iface,
  localAgents,
  network,
  onward,
  outside,
  place,
  rooms,
  route,
  router,
  sealed,
  service,
  tcp,
  workload,
} from '../reachability/fixture';

/** A rule, a model that breaks it, and a near one that doesn't. */
export interface Scene {
  readonly rule: string;
  readonly bad: NetworkModel;
  readonly good: NetworkModel;
  /** The bad one with a doubt about what breaks it. */
  readonly doubtful: NetworkModel;
  /** What `--policy` says. @default - nothing */
  readonly policy?: EgressPolicy;
}

const open = doubt('what it is');
const outer = onward('egress-public-routes', { publicSource: true });
const anywhere = allow('0.0.0.0/0', tcp(443));

function identified(kind: CapabilityKind, who: string, more: { readonly doubt?: Doubt } = {}): NetworkModel {
  const capability: Capability = { kind, what: 'do:Harm on Main/Thing', path: [hop('policy')], ...more };
  const model = changed(sealed, { workloads: [workload(who, { identities: ['role'] })] });
  return { ...model, identities: [{ id: 'role', place: place('role'), capabilities: [capability] }] };
}

const capability = (rule: string, kind: CapabilityKind): Scene => ({
  rule,
  bad: identified(kind, 'agent'),
  good: identified(kind, 'proxy'),
  doubtful: identified(kind, 'agent', { doubt: open }),
});

function credential(rule: string, kind: Credential['kind']): Scene {
  const held = (who: string, more: { readonly doubt?: Doubt } = {}) =>
    changed(sealed, { workloads: [workload(who, { credentials: [{ kind, name: 'TOKEN', hop: hop('definition'), ...more }] })] });
  return { rule, bad: held('agent'), good: held('proxy'), doubtful: held('agent', { doubt: open }) };
}

function opening(rule: string, kind: Opening['kind']): Scene {
  const opened = (who: string, more: { readonly doubt?: Doubt } = {}) =>
    changed(sealed, { workloads: [workload(who, { openings: [{ kind, hop: hop('definition'), ...more }] })] });
  return { rule, bad: opened('agent'), good: opened('proxy'), doubtful: opened('agent', { doubt: open }) };
}

function answering(names: Resolver['answers'][number]['names'], more: { readonly doubt?: Doubt } = {}): NetworkModel {
  const resolver = { answers: [{ names, path: [hop('firewall')], ...more }] };
  return changed(sealed, { networks: [network('agents', '10.0.0.0/16', { resolver })] });
}

function storing(key: string, more: { readonly doubt?: Doubt } = {}): NetworkModel {
  const users = { agent: 'disk', proxy: key };
  const workloads = Object.entries(users).map(([id, used]) =>
    workload(id, { storage: [{ key: used, hop: hop(used), ...more }] }),
  );
  return changed(sealed, { workloads });
}

function withEndpoint(verdict: 'open' | 'confined' | 'unknown'): NetworkModel {
  const addresses = cidrs('52.216.0.0/15');
  return changed(
    sealed,
    { endpoints: [endpoint('s3', verdict, { addresses })] },
    agentRoutes(route('52.216.0.0/15', service('s3'))),
    agentRules(allow('52.216.0.0/15', tcp(443))),
  );
}

function bastion(admitted: string, more: { readonly doubt?: Doubt } = {}): NetworkModel {
  const ingress = [firewall([allow('agents', tcp(8080)), allow(admitted, tcp(8080), more)])];
  return changed(sealed, bystander('bastion', [allow('door', tcp(8080))]), {
    interfaces: [iface('door', rooms.doors, { groups: ['door'], ingress })],
  });
}

/** Somebody beside the proxy with an identity, which reads a credential. */
function beside(identity: string, more: { readonly doubt?: Doubt } = {}): NetworkModel {
  const capability: Capability = { kind: 'read-credential', what: 'read:Key on Main/Key', path: [hop('policy')], ...more };
  const model = changed(sealed, {
    workloads: [workload('proxy', { identities: ['proxy-role'] }), workload('metrics', { identities: [identity] })],
  });
  return { ...model, identities: [{ id: 'proxy-role', place: place('proxy-role'), capabilities: [capability] }] };
}

const proxyPorts = (port: number, ...more: Parameters<typeof agentAt>): NetworkModel =>
  changed(sealed, {
    proxies: [{ id: 'proxy', members: ['proxy'], ports: PortSet.of(port) }],
    interfaces: [agentAt(...more)],
  });

const mirrors = (...hosts: string[]): EgressPolicy =>
  EgressPolicy.parse({ version: 1, destinations: [{ name: 'mirror', hosts, access: 'tunnel' }] });

/** A proxy whose definition holds what the policy of some hosts is rendered to. */
function deployed(...hosts: string[]): NetworkModel {
  const folder = '/run/secrets';
  const text = JSON.stringify(
    renderBootstrap(mirrors(...hosts), {
      ...{ address: '0.0.0.0', gatewayPort: 8080, proxyPort: 3128, trustedCa: '/etc/ca.pem' },
      secrets: { kind: 'files', directory: folder },
    }),
  );
  return { ...sealed, bootstraps: [{ proxy: 'proxy', text, hop: hop('task') }] };
}

export const scenes: readonly Scene[] = [
  {
    rule: 'AIRLOCK-NET-001',
    bad: changed(sealed, agentRoutes(route('0.0.0.0/0', outer)), agentRules(anywhere)),
    good: changed(sealed, agentRoutes(route('0.0.0.0/0', outer))),
    doubtful: changed(sealed, agentRoutes(route('0.0.0.0/0', outer)), agentRules({ ...anywhere, doubt: open })),
  },
  {
    rule: 'AIRLOCK-NET-002',
    bad: changed(sealed, agentRoutes(route('192.168.0.0/16', outside('vpn'))), agentRules(anywhere)),
    good: changed(sealed, agentRules(anywhere)),
    doubtful: changed(sealed, agentRoutes(route('192.168.0.0/16', outside('vpn'))), agentRules({ ...anywhere, doubt: open })),
  },
  {
    rule: 'AIRLOCK-NET-003',
    bad: changed(sealed, { routers: [router('agents-routes', [localAgents], { doubt: open })] }, agentRules(anywhere)),
    good: changed(sealed, agentRules(anywhere)),
    doubtful: changed(sealed, { routers: [router('agents-routes', [localAgents], { doubt: open })] }, agentRules(anywhere)),
  },
  {
    rule: 'AIRLOCK-NET-004',
    bad: { ...sealed, doubts: [{ reason: 'Main/Odd is not modelled', place: place('Main/Odd') }] },
    good: sealed,
    doubtful: { ...sealed, doubts: [open] },
  },
  {
    rule: 'AIRLOCK-DNS-001',
    bad: answering({ wildcard: '*.example.com' }),
    good: answering({ exact: 'api.example.com' }),
    doubtful: answering('any', { doubt: open }),
  },
  {
    rule: 'AIRLOCK-ENDPOINT-001',
    bad: withEndpoint('open'),
    good: withEndpoint('confined'),
    doubtful: withEndpoint('unknown'),
  },
  capability('AIRLOCK-IAM-001', 'read-credential'),
  capability('AIRLOCK-IAM-002', 'become-identity'),
  capability('AIRLOCK-IAM-003', 'change-network'),
  capability('AIRLOCK-IAM-004', 'change-identity'),
  capability('AIRLOCK-IAM-005', 'control-proxy'),
  capability('AIRLOCK-IAM-006', 'run-elsewhere'),
  credential('AIRLOCK-SECRET-001', 'secret'),
  credential('AIRLOCK-SECRET-002', 'literal'),
  { rule: 'AIRLOCK-WORKLOAD-001', bad: storing('disk'), good: storing('other'), doubtful: storing('disk', { doubt: open }) },
  opening('AIRLOCK-WORKLOAD-002', 'exec'),
  opening('AIRLOCK-WORKLOAD-003', 'host'),
  {
    rule: 'AIRLOCK-PROXY-001',
    bad: proxyPorts(3128),
    good: proxyPorts(8080),
    doubtful: proxyPorts(3128, { egress: [firewall([allow('door', tcp(8080), { doubt: open })])] }),
  },
  {
    rule: 'AIRLOCK-PROXY-002',
    bad: bastion('bastion'),
    good: bastion('nobody'),
    doubtful: bastion('bastion', { doubt: open }),
  },
  {
    rule: 'AIRLOCK-PROXY-003',
    bad: deployed('mirror.example.org', 'paste.example.org'),
    good: deployed('mirror.example.org'),
    doubtful: { ...sealed, bootstraps: [] },
    policy: mirrors('mirror.example.org'),
  },
  {
    rule: 'AIRLOCK-PROXY-004',
    bad: beside('proxy-role'),
    good: beside('own-role'),
    doubtful: beside('proxy-role', { doubt: open }),
  },
];
