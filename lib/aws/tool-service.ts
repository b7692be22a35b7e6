import { Token } from 'aws-cdk-lib';
import { Connections, type IConnectable, type ISubnet, Peer, Port } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { parseCidr } from '../policy/cidr';
import type { EgressRule } from '../policy/egress-rules';
import { destinationFor, toolHost, toolProblems } from '../policy/tool';
import type { ReachableTool } from '../policy/tool-access';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import type { EgressNetwork } from './egress-network';
import { egressService } from './egress-service';
import type { PinnedImage } from './pinned-image';
import { locatedSecret, type SecretSource } from './provided-secrets';
import { RestartOnRotation } from './restart-on-rotation';
import { ToolBalancer } from './tool-balancer';
import { type ToolSize, toolSize, toolTask } from './tool-task';
import type { ToolUser } from './tool-user';
import { toolSecrets } from './tool-variables';

export interface ToolServiceProps {
  readonly network: EgressNetwork;
  /** Name that the policy's destination and the tool's certificate have. */
  readonly host: string;
  /** The tool, from a registry of your own: it serves HTTPS at `PORT`. It declares `VOLUME /tmp`, owned by its user, if it writes there. */
  readonly image: PinnedImage;
  /** TCP port, the destination's `upstream.port`. */
  readonly port: number;
  /** JSON with the fields `certificate` and `key`, PEM, which the tool gets as `TLS_CERTIFICATE` and `TLS_KEY`. */
  readonly certificate: ISecret;
  /** Credentials that the tool holds so that agents needn't, by the variable that it gets each as. @default - none */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** Where the tool may connect to, besides port 443 of any host. @default - nowhere */
  readonly reaches?: readonly EgressRule[];
  /** @default - 2 tasks of a quarter vCPU and 512 MiB for ARM64, as user 1000 */
  readonly size?: ToolSize;
}

/**
 * A tool of yours outside the boundary, such as an MCP server or an internal API: it holds what agents may not, and does for them what it is
 * asked. It is reached by the proxies of its network whose policy names its host, at its one port, and by nobody else; synthesis fails if no
 * policy does, or if the destination has another port or doesn't permit its addresses.
 *
 * What it reaches, agents reach as far as it lets them: it is part of what you trust.
 *
 * @example
 * const orders = new ToolService(this, 'Orders', { network: airlock.egress, host: 'orders.corp.example', port: 8443, image, certificate });
 * table.grantReadData(orders);
 */
export class ToolService extends AirlockConstruct implements ReachableTool<ToolUser>, IGrantable, IConnectable {
  readonly host: string;
  /** CIDR blocks for the destination's `upstream.addresses`, as far as they are known before it is deployed. */
  readonly addresses: readonly string[];
  readonly connections: Connections;
  readonly grantPrincipal: IPrincipal;
  private readonly balancer: ToolBalancer;
  private readonly port: number;
  private readonly users: ToolUser[] = [];

  constructor(scope: Construct, id: string, props: ToolServiceProps) {
    super(scope, id);
    const { network, image, port, certificate, secrets = {} } = props;
    this.host = toolHost(props.host);
    this.port = port;
    this.addresses = network.vpc.selectSubnets(network.balancer).subnets.flatMap(knownBlock);
    const size = toolSize(props.size);
    const injected = toolSecrets(certificate, secrets);
    const task = toolTask(this, { image, port, injected, size, logGroup: network.audit.tools, name: this.host });
    const group = toolGroup(this, props);
    const service = egressService(this, { network, task, group, tasks: size.tasks });
    this.balancer = new ToolBalancer(this, 'Balancer', { network, service, group, host: this.host, port });
    this.connections = new Connections({ securityGroups: [group] });
    this.grantPrincipal = task.taskRole;
    const rotated = new Map(Object.entries(secrets).map(([name, source]) => [name, locatedSecret(source).secret]));
    new RestartOnRotation(this, 'Rotation', { service, secrets: rotated.set('certificate', certificate) });
    network.toolAccess.addTool(this);
    this.node.addValidation({ validate: () => this.problems() });
  }

  admit(user: ToolUser): void {
    this.users.push(user);
    if (destinationFor(user.policy, this.host)) this.balancer.admit(user.group, this.port);
  }

  private problems(): string[] {
    const policies = this.users.map(({ policy }) => policy);
    if (policies.some((policy) => destinationFor(policy, this.host)))
      return policies.flatMap((policy) => toolProblems(policy, { host: this.host, port: this.port, blocks: this.addresses }));
    const hosts = policies.flatMap(({ destinations }) => destinations.flatMap((each) => each.hosts.map(({ text }) => text)));
    return [`host must be one of the policy of a proxy in the same network (${hosts.join(', ') || 'none'}), got '${this.host}'`];
  }
}

function toolGroup(scope: Construct, { network, host, reaches = [] }: ToolServiceProps): ClosedSecurityGroup {
  const group = new ClosedSecurityGroup(scope, 'Group', network.vpc, `Tool ${host}`);
  // ECR, Secrets Manager and the logs are there
  for (const { cidr, port } of [{ cidr: '0.0.0.0/0', port: 443 }, ...reaches]) {
    const { text } = parseCidr(cidr);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`reaches must have ports from 1 to 65535, got ${port}`);
    group.addEgressRule(text.includes(':') ? Peer.ipv6(text) : Peer.ipv4(text), Port.tcp(port), 'What the tool reaches');
  }
  return group;
}

/** An imported subnet throws if it was imported without its block. */
function knownBlock(subnet: ISubnet): string[] {
  try {
    return Token.isUnresolved(subnet.ipv4CidrBlock) ? [] : [subnet.ipv4CidrBlock];
  } catch {
    return [];
  }
}
