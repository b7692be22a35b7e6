import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { renderBootstrap } from '../envoy/bootstrap';
import type { AgentSource } from '../envoy/bootstrap-props';
import { compactYaml } from '../envoy/compact-yaml';
import type { EgressPolicy } from '../policy/egress-policy';
import { interceptedNames } from '../policy/intercepted-names';
import { admittedAgents } from './admitted-agents';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { sayHowToWait } from './change-in-force';
import { doorAttachment } from './door-attachment';
import type { EgressNetwork } from './egress-network';
import { HostGroup } from './host/host-group';
import { defaultSize, type HostSize } from './host/host-template';
import { type Machine, machineOf } from './host/machine-type';
import { secretsFolder } from './host/secrets-refresher';
import { userDataProblems } from './host/user-data-size';
import { HostAccount } from './host-account';
import { authorityFiles, type InterceptionProps, interceptionOf } from './interception';
import { leafSecrets } from './leaf-secrets';
import { containerLines, secretUses } from './log-filters';
import { LogSink } from './log-sink';
import { refuseForeignCredentials } from './offered-credentials';
import type { PinnedImage } from './pinned-image';
import { placementOf } from './placement';
import { type ISecret, providedSecrets } from './provided-secrets';
import { certificateFiles, certificatePath } from './proxy-certificates';
import { proxyFirewall } from './proxy-firewall';
import { adminSocket, envoyBytes, type ProxyHostProps, proxyHost } from './proxy-host';
import { gatewayPort, healthPort, listenerPorts, proxyPort, transparentHttpPort, transparentPort } from './proxy-listeners';
import { resourceName } from './resource-name';
import { markRole } from './role-metadata';
import { type AdmittedDoor, type IEgressProxy, SharedProxy, type SharedProxyAttributes } from './shared-proxy';
import { warnOfTokens } from './token-grants';
import { warn } from './warning';

export interface EgressProxyProps {
  /** A `tokenUrl` at a private address is reached if a destination permits that address and port. */
  readonly policy: EgressPolicy;
  readonly network: EgressNetwork;
  readonly audit: AuditTrail;
  /** Envoy 1.40 for the machines' processor, from a registry of your own; `serviceAccount` is let read its repository in Artifact Registry. */
  readonly image: PinnedImage;
  /**
   * Where secrets of the policy are, by name.
   * @default - new ones, with an output each that prints how to set it; what is in them goes with them when they are destroyed or renamed
   */
  readonly secrets?: Readonly<Record<string, ISecret>>;
  /** PEM texts of the certificates of the policy's `upstream.ca`, by name. @default - none */
  readonly certificates?: Readonly<Record<string, string>>;
  /** What intercepted destinations need. @default - none, and a policy that intercepts is refused */
  readonly interception?: InterceptionProps;
  /** Takes clients in that know nothing of a proxy, at ports 443 and 80. @default false */
  readonly transparent?: boolean;
  /** @default - 2 to 6 machines of type e2-small */
  readonly size?: HostSize;
}

/** The fleet of Envoy proxies that holds the credentials and decides what passes. Nobody is let in until a door is made. */
export class EgressProxy extends AirlockConstruct implements IEgressProxy {
  /** A proxy that another project or stack shares. */
  static fromServiceAttachment(scope: Construct, id: string, attributes: SharedProxyAttributes): IEgressProxy {
    return new SharedProxy(scope, id, attributes);
  }

  readonly attachment: string;
  readonly gatewayPort = gatewayPort;
  readonly proxyPort = proxyPort;
  readonly transparent: boolean;
  /** The proxies' own: it reads their secrets and writes their log. */
  readonly serviceAccount: ServiceAccount;
  private admitted: readonly AgentSource[] = [];
  private networks: readonly string[] = [];
  private publicHost?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EgressProxyProps,
  ) {
    super(scope, id);
    const { policy, network, audit, image } = props;
    this.transparent = props.transparent ?? false;
    refuseForeignCredentials(policy);
    // a policy that can't be enforced throws here, where it is given, and not in the middle of synthesis
    this.bootstrap();
    const hosts = new HostAccount(this, { displayName: 'Egress proxies', whose: 'the proxies', image });
    this.serviceAccount = hosts.account;
    network.toolAccess.addUser({ policy, account: this.serviceAccount.email });
    const { group, forwardingRule } = this.hosts(hosts);
    const ports = listenerPorts(this.transparent);
    markRole(group, { role: 'proxy', ports });
    const doorNat = network.publishBy(this);
    this.attachment = doorAttachment(this, { forwardingRule, doorNat, networks: () => this.networks }).selfLink;
    const firewall = new Construct(this, 'Firewall');
    proxyFirewall(firewall, { policy, ports, doorNat, network: network.network, account: this.serviceAccount.email });
    sayHowToWait(this, 'the proxies', group);
    new LogSink(this, 'Records', { audit, archived: true, filter: containerLines(placementOf(this), resourceName(this)) });
    warnOfTokens(this, policy);
    for (const warning of policy.warnings) warn(this, warning);
  }

  /** Lets the agents of a door in, and nobody else of its network; throws an Error if one can't be told from another. */
  admit({ network, sources, host }: AdmittedDoor): void {
    this.admitted = admittedAgents([...this.admitted, ...sources]);
    this.networks = [...new Set([...this.networks, network.selfLink])];
    this.publicHost ??= host;
  }

  private hosts(account: HostAccount): HostGroup {
    const { network, size } = this.props;
    const host = this.host(account);
    const produce = () => proxyHost({ ...host, bootstrap: compactYaml(this.bootstrap()) });
    this.node.addValidation({ validate: () => [...this.admissionProblems(), ...userDataProblems('the proxy', produce())] });
    return new HostGroup(this, 'Hosts', {
      ...{ size, healthPort, network: network.network, subnetwork: network.proxies },
      ...{ serviceAccount: account.account, after: account.grants },
      // all that there may be: others would replace the rule, with it what is published, and close the door until it is deployed again
      ports: listenerPorts(true),
      userData: Lazy.stringValue({ produce }),
      labels: { 'agent-airlock': 'proxy' },
    });
  }

  /** What the hosts are, but for Envoy's configuration. */
  private host(account: HostAccount): Omit<ProxyHostProps, 'bootstrap'> {
    const { policy, image, interception } = this.props;
    const { secrets, leafs } = this.secrets(account);
    this.recordUses([...secrets.values(), ...leafs.values()]);
    const tokens = policy.destinations.flatMap(({ name, credential }) =>
      credential?.type === 'google-access-token' ? [[name, credential.scopes ?? []] as const] : [],
    );
    return {
      ...{ image, name: resourceName(this), machine: this.machine, ports: listenerPorts(this.transparent) },
      ...{ secrets: idsOf(secrets), leafs: idsOf(leafs), tokens: new Map(tokens) },
      certificates: new Map([...certificateFiles(policy.certificates, this.props.certificates), ...authorityFiles(interception)]),
    };
  }

  private secrets(account: HostAccount): Readonly<Record<'secrets' | 'leafs', ReadonlyMap<string, ISecret>>> {
    const { policy, interception } = this.props;
    const own = new Construct(this, 'Secrets');
    const secrets = providedSecrets(own, policy.secrets, this.props.secrets);
    account.allowSecretValues(own, secrets);
    if (!interception) return { secrets, leafs: new Map() };
    const certificates = new Construct(this, 'Certificates');
    const leafs = leafSecrets(certificates, interceptedNames(policy), interception.certificates);
    account.allowSecretValues(certificates, leafs);
    return { secrets, leafs };
  }

  private recordUses(secrets: readonly ISecret[]): void {
    if (secrets.length === 0) return;
    const filter = secretUses(
      placementOf(this),
      secrets.map(({ id }) => id),
    );
    new LogSink(this, 'SecretUses', { audit: this.props.audit, archived: true, filter });
  }

  private get machine(): Machine {
    const { machineType, memoryMiB } = { ...defaultSize, ...this.props.size };
    return machineOf(machineType, memoryMiB);
  }

  private bootstrap() {
    const { policy, interception } = this.props;
    const nobody = policy.agents.slice(0, 1).map(({ name }) => ({ agent: name }));
    return renderBootstrap(policy, {
      address: '0.0.0.0',
      gatewayPort,
      proxyPort,
      ...(this.transparent && { transparentPort, transparentHttpPort }),
      healthPort,
      memoryBytes: envoyBytes(this.machine),
      publicHost: this.publicHost,
      proxyProtocol: true,
      agents: this.admitted.length > 0 ? this.admitted : nobody,
      secrets: { kind: 'files', directory: secretsFolder },
      interception: interceptionOf(interception),
      trustedCa: '/etc/ssl/certs/ca-certificates.crt',
      certificates: Object.fromEntries(policy.certificates.map((name) => [name, { file: certificatePath(name) }])),
      adminSocket,
    });
  }

  private admissionProblems(): string[] {
    if (this.admitted.length > 0) return [];
    return ["the proxy must admit someone: make a Door that leads to it, or call admit with another project's network"];
  }
}

const idsOf = (secrets: ReadonlyMap<string, ISecret>): ReadonlyMap<string, string> =>
  new Map([...secrets].map(([name, { id }]) => [name, id]));
