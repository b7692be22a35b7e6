import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import type { Construct } from 'constructs';
import { ToolAccess } from '../policy/tool-access';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { ClosedFirewall } from './closed-firewall';
import { DoorNat } from './door-nat';
import { refuseElsewhere } from './existing-place';
import { GoogleNames, regionalProblems } from './google-names';
import { addressTranslations } from './log-filters';
import { LogSink } from './log-sink';
import { LoggedSubnetwork } from './logged-subnetwork';
import { NetworkLog } from './network-log';
import { type INetwork, type ISubnetwork, namedNetwork, namedSubnetwork } from './network-ref';
import { placementOf } from './placement';
import { QueryLog } from './query-log';
import { resourceName } from './resource-name';
import { subnetBlocks } from './subnet-blocks';
import type { ToolUser } from './tool-user';

/** A network that exists already and leads to the policy's destinations. It records flows and names as its owner says. */
export interface ExistingEgress {
  readonly network: INetwork;
  /** Where the proxies and their load balancer go; with Cloud NAT, and Private Google Access. */
  readonly proxies: ISubnetwork;
  /** Where tool services go. */
  readonly tools: ISubnetwork;
  /** Addresses that connections through the door come from; its purpose is PRIVATE_SERVICE_CONNECT. */
  readonly doorNat: ISubnetwork;
}

export interface EgressNetworkProps {
  readonly audit: AuditTrail;
  /**
   * The new network's addresses: 256 each for the proxies, for tool services, and for the door of each EgressProxy in it. Add such proxies at the
   * end: the doors of the others would move.
   * @default '10.65.0.0/20'
   */
  readonly cidr?: string;
  /** Takes the place of a new network. @default - a new one */
  readonly existing?: ExistingEgress;
}

/** The room of the proxies: no public address, one NAT to the internet; closed both ways but for what each of them opens for itself. */
export class EgressNetwork extends AirlockConstruct {
  readonly network: INetwork;
  readonly audit: AuditTrail;
  /** Where the proxies and their load balancer go. */
  readonly proxies: ISubnetwork;
  /** Where tool services go. */
  readonly tools: ISubnetwork;
  /** Addresses that connections through the door come from, that of the first EgressProxy. */
  readonly doorNat: ISubnetwork;
  /** Which proxies reach which tools. */
  readonly toolAccess = new ToolAccess<ToolUser>();
  /** Of a new network. */
  private readonly cidr?: string;
  private names?: GoogleNames;
  private readonly publishers: Construct[] = [];
  private readonly toolAddresses = new Map<string, string>();

  constructor(scope: Construct, id: string, { audit, cidr = '10.65.0.0/20', existing }: EgressNetworkProps) {
    super(scope, id);
    const { network, proxies, tools, doorNat } = existing ? existingNetwork(this, existing) : newNetwork(this, cidr);
    if (!existing) this.cidr = cidr;
    this.network = network;
    this.audit = audit;
    this.proxies = proxies;
    this.tools = tools;
    this.doorNat = doorNat;
    new NetworkLog(this, 'Log', { audit, network, subnetworks: [proxies, tools] });
    new LogSink(this, 'Translations', { audit, filter: addressTranslations(placementOf(this), network.name) });
  }

  /**
   * Has the resolver answer the names of Google's APIs by addresses that firewall rules can name; in a network that exists, its owner does.
   * Synthesis fails if a proxy's policy needs names that can't be answered so.
   */
  nameGoogle(): void {
    if (!this.cidr || this.names) return;
    this.names = new GoogleNames(this, 'Google', this.network);
    this.node.addValidation({ validate: () => this.toolAccess.users.flatMap(({ policy }) => regionalProblems(policy)) });
  }

  /** Keeps an address of the tools' subnetwork for a host; throws an Error if it is another's. */
  keepToolAddress(address: string, host: string): void {
    const other = this.toolAddresses.get(address);
    if (other && other !== host)
      throw new Error(`address must be free, and not that of tool '${other}' too: give tool '${host}' another, got '${address}'`);
    this.toolAddresses.set(address, host);
  }

  /**
   * Addresses of its own for the door of a proxy, as two published services can't share them ("About published services", NAT subnets). Throws an
   * Error if there are no more.
   */
  publishBy(proxy: Construct): ISubnetwork {
    const [first] = this.publishers;
    this.publishers.push(proxy);
    if (!first) return this.doorNat;
    if (this.cidr) return nextDoorNat(this, this.network, this.cidr, this.publishers.length);
    throw new Error(
      `network must have one proxy, '${first.node.path}', as its existing.doorNat is of one published service: give '${proxy.node.path}' another network`,
    );
  }
}

function existingNetwork(scope: Construct, existing: ExistingEgress): ExistingEgress {
  for (const [property, part] of Object.entries(existing)) refuseElsewhere(scope, `existing.${property}`, part);
  const { network, proxies, tools, doorNat } = existing;
  return {
    network: namedNetwork(network),
    ...{ proxies: namedSubnetwork(proxies), tools: namedSubnetwork(tools), doorNat: namedSubnetwork(doorNat) },
  };
}

function nextDoorNat(scope: Construct, network: INetwork, cidr: string, count: number): ISubnetwork {
  const [block = ''] = subnetBlocks(cidr, 2 + count).slice(-1);
  return new DoorNat(scope, `door-nat-${count}`, network, block);
}

function newNetwork(scope: Construct, cidr: string): ExistingEgress {
  const [proxyBlock = '', toolBlock = '', doorBlock = ''] = subnetBlocks(cidr, 3);
  const network = new ComputeNetwork(scope, 'Network', {
    project: placementOf(scope).project,
    name: resourceName(scope),
    autoCreateSubnetworks: false,
    // the default route that comes with the network is the one that Cloud NAT needs
    deleteDefaultRoutesOnCreate: false,
    enableUlaInternalIpv6: false,
  });
  const { rules: after } = new ClosedFirewall(scope, 'Closed', { network, priority: 65534 });
  new QueryLog(scope, 'Queries', { network });
  const subnetwork = (id: string, cidr: string) => new LoggedSubnetwork(scope, id, { network, cidr, googleApis: true, after });
  const proxies = subnetwork('proxies', proxyBlock);
  const tools = subnetwork('tools', toolBlock);
  translate(scope, network, [proxies, tools]);
  return { network, proxies, tools, doorNat: new DoorNat(scope, 'door-nat', network, doorBlock) };
}

function translate(scope: Construct, network: INetwork, subnetworks: readonly ISubnetwork[]): void {
  const [placement, name] = [placementOf(scope), resourceName(scope)];
  const router = new ComputeRouter(scope, 'Router', { ...placement, name, network: network.id });
  new ComputeRouterNat(scope, 'Nat', {
    ...{ ...placement, name, router: router.name },
    natIpAllocateOption: 'AUTO_ONLY',
    sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
    subnetwork: subnetworks.map(({ id }) => ({ name: id, sourceIpRangesToNat: ['PRIMARY_IP_RANGE'] })),
    // 64 ports a host, the default, would be 64 connections to each address of a destination
    enableDynamicPortAllocation: true,
    minPortsPerVm: 1024,
    maxPortsPerVm: 32768,
    logConfig: { enable: true, filter: 'ALL' },
  });
}
