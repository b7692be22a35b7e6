import { Annotations, Lazy } from 'aws-cdk-lib';
import { Connections, type IConnectable, Peer, Port } from 'aws-cdk-lib/aws-ec2';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, type IDependable } from 'constructs';
import { renderBootstrap } from '../envoy/bootstrap';
import type { AgentSource } from '../envoy/bootstrap-props';
import { compactYaml } from '../envoy/compact-yaml';
import type { EgressPolicy } from '../policy/egress-policy';
import { egressRules } from '../policy/egress-rules';
import { interceptedNames } from '../policy/intercepted-names';
import { admittedAgents } from './admitted-agents';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { ClosedSecurityGroup } from './closed-security-group';
import { doorService } from './door-service';
import type { EgressNetwork } from './egress-network';
import { type InterceptionProps, interceptionOf, interceptionVariables } from './interception';
import { leafSecrets } from './leaf-secrets';
import { refuseForeignCredentials } from './offered-credentials';
import type { PinnedImage } from './pinned-image';
import { type LocatedSecret, providedSecrets, type SecretSource } from './provided-secrets';
import { ProxyBalancer } from './proxy-balancer';
import { proxyListeners } from './proxy-listeners';
import { type ProxySize, proxyService } from './proxy-service';
import { gatewayPort, healthPort, proxyPort, proxyTask, transparentHttpPort, transparentPort } from './proxy-task';
import {
  type CertificateSource,
  certificateVariable,
  type ProxyVariables,
  proxyVariables,
  secretVariable,
} from './proxy-variables';
import { RestartOnRotation } from './restart-on-rotation';
import { markRole } from './role-metadata';
import { type IEgressProxy, SharedProxy, type SharedProxyAttributes } from './shared-proxy';
import { grantSigned } from './signing-grants';
import { sizeProblems } from './task-definition-size';

export interface EgressProxyProps {
  readonly policy: EgressPolicy;
  readonly network: EgressNetwork;
  readonly audit: AuditTrail;
  /** Envoy 1.40 for ARM64, from a registry of your own. */
  readonly image: PinnedImage;
  /** Where secrets of the policy are, by name. @default - new ones, with an output each that prints how to set it */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** The certificates of the policy's `upstream.ca`, by name. @default - none */
  readonly certificates?: Readonly<Record<string, CertificateSource>>;
  /** What intercepted destinations need. @default - none, and a policy that intercepts is refused */
  readonly interception?: InterceptionProps;
  /** Takes clients in that know nothing of a proxy, at ports 443 and 80; see {@link TransparentNames}. @default false */
  readonly transparent?: boolean;
  /** @default - 2 to 6 tasks of a quarter vCPU and 512 MiB */
  readonly size?: ProxySize;
  /** Ids of accounts that may also ask for a door. @default - this account only */
  readonly otherAccounts?: readonly string[];
}

/** The fleet of Envoy proxies that holds the credentials and decides what passes. Nobody is let in until a door is made. */
export class EgressProxy extends AirlockConstruct implements IEgressProxy, IGrantable, IConnectable {
  /** A proxy that another account or stack shares. */
  static fromEndpointService(scope: Construct, id: string, attributes: SharedProxyAttributes): IEgressProxy {
    return new SharedProxy(scope, id, attributes);
  }

  readonly serviceName: string;
  readonly published: IDependable;
  readonly gatewayPort = gatewayPort;
  readonly proxyPort = proxyPort;
  readonly transparent: boolean;
  readonly connections: Connections;
  readonly grantPrincipal: IPrincipal;
  private admitted: readonly AgentSource[] = [];
  private publicHost?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EgressProxyProps,
  ) {
    super(scope, id);
    const { policy, network, audit, image, otherAccounts = [] } = props;
    this.transparent = props.transparent ?? false;
    refuseForeignCredentials(policy);
    // a policy that can't be enforced throws here, where it is given, and not in the middle of synthesis
    this.bootstrap();
    const secrets = providedSecrets(new Construct(this, 'Secrets'), policy.secrets, props.secrets);
    const leafs = this.leafs();
    const variables = this.variables(secrets, leafs);
    const bootstrap = Lazy.uncachedString({ produce: () => compactYaml(this.bootstrap()) });
    const { size } = this;
    const listeners = proxyListeners(this.transparent);
    const ports = listeners.map(({ leadsTo }) => leadsTo);
    const task = proxyTask(this, { image, logGroup: audit.proxy, ports, variables, bootstrap, ...size });
    const group = proxyGroup(this, props);
    const service = proxyService(this, { network, task, group, size });
    markRole(service.node.findChild('Service') as CfnService, { role: 'proxy', ports });
    const { balancer } = new ProxyBalancer(this, 'Balancer', { network, service, group, listeners });
    const published = doorService(this, balancer, otherAccounts);
    this.published = published;
    this.serviceName = published.vpcEndpointServiceName;
    this.connections = new Connections({ securityGroups: [group] });
    network.toolAccess.addUser({ policy, group });
    this.grantPrincipal = task.taskRole;
    grantSigned(this, task.taskRole, policy);
    const rotated = new Map([
      ...[...secrets].map(([name, { secret }]) => [name, secret] as const),
      ...[...leafs].map(([name, secret]) => [`certificate-${name}`, secret] as const),
    ]);
    if (rotated.size > 0) new RestartOnRotation(this, 'Rotation', { service, secrets: rotated });
    this.node.addValidation({ validate: () => [...this.admissionProblems(), ...sizeProblems(task)] });
    policy.warnings.forEach((warning) => {
      Annotations.of(this).addWarningV2('agent-airlock:policy', warning);
    });
  }

  /** Lets agents in by the endpoints that `sources` names; throws an Error if one names none or can't be told from another. */
  admit(sources: readonly AgentSource[], host?: string): void {
    this.admitted = admittedAgents([...this.admitted, ...sources]);
    this.publicHost ??= host;
  }

  private leafs(): ReadonlyMap<string, ISecret> {
    const { policy, interception } = this.props;
    return interception
      ? leafSecrets(new Construct(this, 'Certificates'), interceptedNames(policy), interception.certificates)
      : new Map();
  }

  private variables(secrets: ReadonlyMap<string, LocatedSecret>, leafs: ReadonlyMap<string, ISecret>): ProxyVariables {
    const { policy, certificates, interception } = this.props;
    const { environment, injected } = proxyVariables(secrets, policy.certificates, certificates);
    if (!interception) return { environment, injected };
    const ending = interceptionVariables(interception, leafs);
    return { environment: { ...environment, ...ending.environment }, injected: { ...injected, ...ending.injected } };
  }

  private get size() {
    return { cpu: 256, memoryMiB: 512, minTasks: 2, maxTasks: 6, ...this.props.size };
  }

  private bootstrap() {
    const { policy } = this.props;
    const nobody = policy.agents.slice(0, 1).map(({ name }) => ({ agent: name, endpointIds: ['none'] }));
    return renderBootstrap(policy, {
      address: '0.0.0.0',
      gatewayPort,
      proxyPort,
      ...(this.transparent && { transparentPort, transparentHttpPort }),
      healthPort,
      // the rest is Envoy's own, outside its heap
      memoryBytes: Math.floor(this.size.memoryMiB * 1_048_576 * 0.9),
      publicHost: this.publicHost,
      proxyProtocol: true,
      agents: this.admitted.length > 0 ? this.admitted : nobody,
      secrets: { kind: 'environment', variable: secretVariable },
      awsCredentials: { kind: 'task-role' },
      interception: interceptionOf(this.props.interception),
      trustedCa: '/etc/ssl/certs/ca-certificates.crt',
      certificates: Object.fromEntries(policy.certificates.map((name) => [name, { environment: certificateVariable(name) }])),
    });
  }

  private admissionProblems(): string[] {
    if (this.admitted.length > 0) return [];
    return ["the proxy must admit someone: make a Door that leads to it, or call admit with another account's endpoints"];
  }
}

function proxyGroup(scope: Construct, { network, policy }: EgressProxyProps): ClosedSecurityGroup {
  const group = new ClosedSecurityGroup(scope, 'Group', network.vpc, 'Egress proxies');
  egressRules(policy).forEach(({ cidr, port }) => {
    group.addEgressRule(cidr.includes(':') ? Peer.ipv6(cidr) : Peer.ipv4(cidr), Port.tcp(port), 'Destinations of the policy');
  });
  return group;
}
