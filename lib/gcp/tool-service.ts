import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { Construct } from 'constructs';
import type { EgressRule } from '../policy/egress-rules';
import { destinationFor, toolHost, toolProblems } from '../policy/tool';
import type { ReachableTool } from '../policy/tool-access';
import { AirlockConstruct } from './airlock-construct';
import type { EgressNetwork } from './egress-network';
import { HostGroup } from './host/host-group';
import { defaultSize, type HostSize } from './host/host-template';
import { machineOf } from './host/machine-type';
import { HostAccount } from './host-account';
import { containerLines, secretUses } from './log-filters';
import { LogSink } from './log-sink';
import type { PinnedImage } from './pinned-image';
import { placementOf } from './placement';
import { globalSecret, type ISecret } from './provided-secrets';
import { resourceName } from './resource-name';
import { ToolAddress } from './tool-address';
import { ToolFirewall } from './tool-firewall';
import { toolUserData } from './tool-host';
import type { ToolUser } from './tool-user';
import { refuseToolSecrets } from './tool-variables';

export interface ToolServiceProps {
  readonly network: EgressNetwork;
  /** Name that the policy's destination and the tool's certificate have. */
  readonly host: string;
  /** The tool, from a registry of your own that `serviceAccount` may read: it serves HTTPS at `PORT`, as user 1000. */
  readonly image: PinnedImage;
  /** TCP port, the destination's `upstream.port`. */
  readonly port: number;
  /** JSON with the fields `certificate` and `key`, PEM, which the tool has in the files that `TLS_CERTIFICATE_FILE` and `TLS_KEY_FILE` name. */
  readonly certificate: ISecret;
  /** Credentials that the tool holds so that agents needn't: `NAME` is in the file that the variable `NAME_FILE` names. @default - none */
  readonly secrets?: Readonly<Record<string, ISecret>>;
  /** Where the tool may connect to, besides Google's APIs. @default - nowhere */
  readonly reaches?: readonly EgressRule[];
  /** @default - 2 to 6 machines of type e2-small */
  readonly size?: HostSize;
  /** In the network's subnetwork for tools. @default - one that its host's name makes; synthesis fails if that is another tool's */
  readonly address?: string;
}

/**
 * A tool of yours outside the boundary, such as an MCP server or an internal API: it holds what agents may not, and does for them what it is
 * asked. It is reached by the proxies of its network whose policy names its host, at its one port, and by nobody else; synthesis fails if no
 * policy does, or if the destination has another port or doesn't permit its address.
 *
 * What it reaches, agents reach as far as it lets them: it is part of what you trust.
 *
 * @example
 * const orders = new ToolService(this, 'Orders', { network: airlock.egress, host: 'orders.corp.example', port: 8443, image, certificate });
 */
export class ToolService extends AirlockConstruct implements ReachableTool<ToolUser> {
  readonly host: string;
  /** CIDR blocks for the destination's `upstream.addresses`. */
  readonly addresses: readonly string[];
  /** The tool's own: what it is granted, the tool may do. It reads the tool's secrets and writes its log. */
  readonly serviceAccount: ServiceAccount;
  private readonly firewall: ToolFirewall;
  private readonly users: ToolUser[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ToolServiceProps,
  ) {
    super(scope, id);
    const { network, image, port, reaches = [] } = props;
    this.host = toolHost(props.host);
    const address = new ToolAddress(this, 'Address', { network, host: this.host, address: props.address });
    this.addresses = [`${address.address}/32`];
    const hosts = new HostAccount(this, { displayName: `Tool ${this.host}`, whose: 'the hosts of the tool', image });
    this.serviceAccount = hosts.account;
    this.hosts(address.selfLink, hosts);
    const account = this.serviceAccount.email;
    this.firewall = new ToolFirewall(new Construct(this, 'Firewall'), { network: network.network, account, port, reaches });
    network.nameGoogle();
    network.toolAccess.addTool(this);
    this.node.addValidation({ validate: () => this.problems() });
  }

  admit(user: ToolUser): void {
    this.users.push(user);
    if (destinationFor(user.policy, this.host)) this.firewall.admit(`FromProxies${this.users.length}`, user.account);
  }

  private hosts(address: string, account: HostAccount): void {
    const { network, image, port, size, certificate } = this.props;
    const { machineType, memoryMiB } = { ...defaultSize, ...size };
    const secrets = this.secrets(account);
    const name = resourceName(this);
    new HostGroup(this, 'Hosts', {
      ...{ network: network.network, subnetwork: network.tools, size },
      ...{ serviceAccount: account.account, after: account.grants },
      ...{ address, ports: [port], healthPort: port, probe: 'tcp' },
      userData: toolUserData({
        ...{ name, image, port, secrets, certificate: certificate.id },
        machine: machineOf(machineType, memoryMiB),
      }),
    });
    const filter = containerLines(placementOf(this), name);
    new LogSink(this, 'Records', { audit: network.audit, archived: true, filter });
  }

  /** Ids of the tool's secrets by its variables, which it is let read. */
  private secrets(account: HostAccount): ReadonlyMap<string, string> {
    const { network, certificate, secrets = {} } = this.props;
    refuseToolSecrets(Object.keys(secrets));
    for (const [name, secret] of Object.entries(secrets)) globalSecret(`secrets.${name}`, secret);
    const read = new Map(Object.entries(secrets)).set('certificate', globalSecret('certificate', certificate));
    account.allowSecretValues(new Construct(this, 'Secrets'), read);
    const ids = [...read.values()].map(({ id }) => id);
    new LogSink(this, 'SecretUses', { audit: network.audit, archived: true, filter: secretUses(placementOf(this), ids) });
    return new Map(Object.entries(secrets).map(([name, { id }]) => [name, id]));
  }

  private problems(): string[] {
    const policies = this.users.map(({ policy }) => policy);
    if (policies.some((policy) => destinationFor(policy, this.host)))
      return policies.flatMap((policy) =>
        toolProblems(policy, { host: this.host, port: this.props.port, blocks: this.addresses }),
      );
    const hosts = policies.flatMap(({ destinations }) => destinations.flatMap((each) => each.hosts.map(({ text }) => text)));
    return [`host must be one of the policy of a proxy in the same network (${hosts.join(', ') || 'none'}), got '${this.host}'`];
  }
}
