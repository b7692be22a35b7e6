import { isIPv4 } from 'node:net';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { parseCidr } from '../policy/cidr';
import type { EgressPolicy } from '../policy/egress-policy';
import { subnetworksByAgent } from './agent-subnetworks';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { refuseElsewhere } from './existing-place';
import { FirewallRule } from './firewall-rule';
import { LoggedSubnetwork } from './logged-subnetwork';
import { networkBreaks } from './network-breaks';
import { NetworkLog } from './network-log';
import { type INetwork, type ISubnetwork, namedNetwork, namedSubnetwork } from './network-ref';
import { NetworkSeal } from './network-seal';
import { placementOf } from './placement';
import { ResolverNames } from './resolver-names';
import { resourceName } from './resource-name';
import { addressIn, subnetBlocks } from './subnet-blocks';

/**
 * A network that exists already: without a route to the internet, and nothing else in it. Its flows are recorded as its owner says, and so
 * are names without `seal`.
 */
export interface ExistingNetwork {
  readonly network: INetwork;
  /** Where the door goes. */
  readonly door: ISubnetwork;
  /** A free address of the door's subnetwork, written out. */
  readonly address: string;
  /** Where each agent of the policy runs, by its name; several agents need subnetworks whose blocks are written out. */
  readonly agents: Readonly<Record<string, ISubnetwork>>;
  /**
   * Denies all traffic but that to the door, and all names, for everything in the network; it must have no DNS policy of its own.
   * @default false
   */
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
export class SealedNetwork extends AirlockConstruct {
  readonly network: INetwork;
  readonly policy: EgressPolicy;
  /** Where the door goes. */
  readonly doorSubnetwork: ISubnetwork;
  /** The door's address, written out. */
  readonly doorAddress: string;
  /** What must stand before an agent is started in the network. */
  readonly closed: readonly ITerraformDependable[];
  private readonly agents: ReadonlyMap<string, ISubnetwork>;
  private readonly seal?: NetworkSeal;
  private door?: Construct;

  constructor(scope: Construct, id: string, { policy, audit, cidr, existing }: SealedNetworkProps) {
    super(scope, id);
    const room = existing ? existingRoom(this, existing) : newRoom(this, policy, cidr);
    this.network = room.network;
    this.policy = policy;
    this.doorSubnetwork = room.door;
    this.doorAddress = doorAddress(room);
    this.agents = subnetworksByAgent(policy, room.agents);
    this.seal = room.seal;
    this.closed = room.seal?.parts ?? [];
    new NetworkLog(this, 'Log', { audit, network: room.network, subnetworks: [room.door, ...this.agents.values()] });
    this.node.addValidation({ validate: () => networkBreaks(this, this.door ? [this, this.door] : [this]) });
  }

  /**
   * Makes a door, at the network's `doorAddress`, its one way out, and has the resolver answer the names that lead to it; throws an Error if
   * it has one already.
   */
  openDoor(door: Construct, { ports, names }: DoorOpening): void {
    if (this.door)
      throw new Error(`sealed network must have one door, '${this.door.node.path}', got '${door.node.path}' besides`);
    this.door = door;
    const ranges = [`${this.doorAddress}/32`];
    new FirewallRule(this, 'Door', {
      network: this.network,
      direction: 'EGRESS',
      priority: priorities.door,
      ranges,
      allow: ports,
    });
    if (names.length === 0) return;
    const resolver = this.seal?.names ?? new ResolverNames(this, 'Names', this.network);
    for (const name of names) resolver.answer(name, this.doorAddress);
  }

  /** The subnetwork of an agent of the policy; throws an Error if there is none of that name. */
  subnetworkOf(agent: string): ISubnetwork {
    return this.agents.get(this.policy.agent(agent).name) as ISubnetwork;
  }

  /** The CIDR blocks that tell an agent from the others; undefined if there are no others. */
  sourcesOf(agent: string): readonly string[] | undefined {
    if (this.policy.agents.length === 1) return undefined;
    return [this.subnetworkOf(agent).ipCidrRange];
  }
}

/** Before rules that say nothing of their priority, 1000: what opens the network must do so on purpose. */
const priorities = { door: 100, closed: 200 };

interface Room extends Omit<ExistingNetwork, 'seal'> {
  readonly seal?: NetworkSeal;
}

function newRoom(scope: Construct, { agents }: EgressPolicy, cidr = '10.64.0.0/16'): Room {
  const [doorBlock = '', ...blocks] = subnetBlocks(cidr, agents.length + 1);
  const network = new ComputeNetwork(scope, 'Network', {
    project: placementOf(scope).project,
    name: resourceName(scope),
    autoCreateSubnetworks: false,
    deleteDefaultRoutesOnCreate: true,
    enableUlaInternalIpv6: false,
  });
  const seal = sealOf(scope, network);
  const subnetwork = (id: string, block = '') =>
    new LoggedSubnetwork(scope, id, { network, cidr: block, googleApis: false, after: seal.parts });
  return {
    ...{ network, seal },
    door: subnetwork('door', doorBlock),
    // the first two addresses and the last two are Google's ("Subnets", unusable addresses)
    address: addressIn(parseCidr(doorBlock), 2),
    agents: Object.fromEntries(agents.map(({ name }, index) => [name, subnetwork(`agent-${name}`, blocks[index])])),
  };
}

function existingRoom(scope: Construct, { seal, address, door, ...room }: ExistingNetwork): Room {
  refuseElsewhere(scope, 'existing.network', room.network);
  refuseElsewhere(scope, 'existing.door', door);
  const network = namedNetwork(room.network);
  const agents = Object.entries(room.agents).map(([name, subnetwork]) => [name, namedSubnetwork(subnetwork)] as const);
  return {
    ...{ network, address, door: namedSubnetwork(door), agents: Object.fromEntries(agents) },
    ...(seal && { seal: sealOf(scope, network) }),
  };
}

const sealOf = (scope: Construct, network: INetwork): NetworkSeal =>
  new NetworkSeal(scope, 'Seal', { network, priority: priorities.closed });

function doorAddress({ address, door }: Room): string {
  const block = Token.isUnresolved(door.ipCidrRange) ? undefined : parseCidr(door.ipCidrRange);
  if (isIPv4(address) && (block?.contains(address) ?? true)) return address;
  throw new Error(
    `existing.address must be an IPv4 address in ${block?.text ?? "the door's subnetwork"}, written out, got '${address}'`,
  );
}
