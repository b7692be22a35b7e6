import { isIPv4 } from 'node:net';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { parseCidr } from '../policy/cidr';
import type { EgressPolicy } from '../policy/egress-policy';
import type { AuditTrail } from './audit-trail';
import { ClosedFirewall } from './closed-firewall';
import { LoggedSubnetwork } from './logged-subnetwork';
import { NetworkLog } from './network-log';
import type { INetwork, ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { QueryLog } from './query-log';
import { ResolverNames } from './resolver-names';
import { resourceName } from './resource-name';
import { addressIn, subnetBlocks } from './subnet-blocks';

/** A network that exists already: without a route to the internet, and nothing else in it. */
export interface ExistingNetwork {
  readonly network: INetwork;
  /** Where the door goes. */
  readonly door: ISubnetwork;
  /** A free address of the door's subnetwork, written out. */
  readonly address: string;
  /** Where each agent of the policy runs, by its name; several agents need subnetworks whose blocks are written out. */
  readonly agents: Readonly<Record<string, ISubnetwork>>;
  /** Denies all traffic but that to the door, and all names, for everything in the network; it must have no DNS policy of its own. @default false */
  readonly seal?: boolean;
}

export interface SealedNetworkProps {
  readonly policy: EgressPolicy;
  readonly audit: AuditTrail;
  /**
   * The new network's addresses: 256 for the door and for each agent of the policy. Add agents at the policy's end: the others would move.
   * @default '10.64.0.0/16'
   */
  readonly cidr?: string;
  /** Takes the place of a new network. @default - a new one */
  readonly existing?: ExistingNetwork;
}

/** What agents may use of a door. */
export interface DoorOpening {
  /** TCP ports. */
  readonly ports: readonly number[];
  /** Names that lead to the door. */
  readonly names: readonly string[];
}

/** The room of the agents: no route, no API of Google's, no name but those that lead to the door. */
export class SealedNetwork extends Construct {
  readonly network: INetwork;
  readonly policy: EgressPolicy;
  /** Where the door goes. */
  readonly doorSubnetwork: ISubnetwork;
  /** The door's address, written out. */
  readonly doorAddress: string;
  private readonly agentSubnetworks: ReadonlyMap<string, ISubnetwork>;
  private readonly seal?: ResolverNames;
  private door?: Construct;

  constructor(scope: Construct, id: string, { policy, audit, cidr, existing }: SealedNetworkProps) {
    super(scope, id);
    const { network, door, address, agents, seal } = existing ?? newNetwork(this, policy, cidr);
    this.network = network;
    this.policy = policy;
    this.doorSubnetwork = door;
    this.doorAddress = literalAddress(address);
    this.agentSubnetworks = subnetworksByAgent(policy, agents);
    if (seal) this.seal = sealed(this, network);
    new NetworkLog(this, 'Log', { audit, network });
  }

  /**
   * Makes a door, at the network's `doorAddress`, its one way out, and has the resolver answer the names that lead to it; throws an Error if it
   * has one already.
   */
  openDoor(door: Construct, { ports, names }: DoorOpening): void {
    if (this.door)
      throw new Error(`sealed network must have one door, '${this.door.node.path}', got '${door.node.path}' besides`);
    this.door = door;
    new ComputeFirewall(this, 'Door', {
      project: placementOf(this).project,
      name: resourceName(this),
      network: this.network.selfLink,
      direction: 'EGRESS',
      priority: priorities.door,
      destinationRanges: [`${this.doorAddress}/32`],
      allow: [{ protocol: 'tcp', ports: ports.map(String) }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
    if (names.length === 0) return;
    const resolver = this.seal ?? new ResolverNames(this, 'Names', this.network);
    for (const name of names) resolver.answer(name, this.doorAddress);
  }

  /** The subnetwork of an agent of the policy; throws an Error if there is none of that name. */
  subnetworkOf(agent: string): ISubnetwork {
    return this.agentSubnetworks.get(this.policy.agent(agent).name) as ISubnetwork;
  }

  /** The CIDR blocks that tell an agent from the others; undefined if there are no others. */
  sourcesOf(agent: string): readonly string[] | undefined {
    const { name, ipCidrRange } = this.subnetworkOf(agent);
    if (this.policy.agents.length === 1) return undefined;
    if (!Token.isUnresolved(ipCidrRange)) return [ipCidrRange];
    throw new Error(`subnetwork '${name}' of agent '${agent}' must have a literal ipCidrRange, as agents are told apart by it`);
  }
}

/** Before rules that say nothing of their priority, 1000: what opens the network must do so on purpose. */
const priorities = { door: 100, closed: 200 };

function newNetwork(scope: Construct, { agents }: EgressPolicy, cidr = '10.64.0.0/16'): ExistingNetwork {
  const [doorBlock = '', ...blocks] = subnetBlocks(cidr, agents.length + 1);
  const network = new ComputeNetwork(scope, 'Network', {
    project: placementOf(scope).project,
    name: resourceName(scope),
    autoCreateSubnetworks: false,
    deleteDefaultRoutesOnCreate: true,
    enableUlaInternalIpv6: false,
  });
  const subnetwork = (id: string, block: string) => new LoggedSubnetwork(scope, id, { network, cidr: block, googleApis: false });
  return {
    network,
    door: subnetwork('door', doorBlock),
    // the network's first two addresses and its last two are Google's ("Subnets", unusable addresses)
    address: addressIn(parseCidr(doorBlock), 2),
    agents: Object.fromEntries(agents.map(({ name }, index) => [name, subnetwork(`agent-${name}`, blocks[index] ?? '')])),
    seal: true,
  };
}

function sealed(scope: Construct, network: INetwork): ResolverNames {
  new ClosedFirewall(scope, 'Closed', { network, priority: priorities.closed });
  new QueryLog(scope, 'Queries', { network });
  const names = new ResolverNames(scope, 'Names', network);
  names.close();
  return names;
}

function subnetworksByAgent(policy: EgressPolicy, given: ExistingNetwork['agents']): ReadonlyMap<string, ISubnetwork> {
  return new Map(
    policy.agents.map(({ name }) => {
      const subnetwork = given[name];
      if (!subnetwork)
        throw new Error(`existing.agents must have a subnetwork of agent '${name}', got those of ${Object.keys(given)}`);
      return [name, subnetwork];
    }),
  );
}

function literalAddress(address: string): string {
  if (isIPv4(address)) return address;
  throw new Error(`existing.address must be an IPv4 address of the door's subnetwork, written out, got '${address}'`);
}
