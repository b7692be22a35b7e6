import type { Firewall, FirewallRule } from '../../../lib/verify/model/firewall';
import type { Interface } from '../../../lib/verify/model/interface';
import type { Subnet } from '../../../lib/verify/model/network';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { NextHop, Route, Router } from '../../../lib/verify/model/route';
import type { AddressSet } from '../../../lib/verify/traffic/address-set';
import type { PortSet } from '../../../lib/verify/traffic/port-set';

/** What the walk shares with the engine under test is only the model; addresses are numbers here, ports the TCP ports of the universe. */
export interface Universe {
  /** A representative of every block that the model's rules tell apart. */
  readonly addresses: readonly string[];
  readonly publicAddresses: readonly string[];
  readonly ports: readonly number[];
  readonly groups: readonly string[];
}

interface From {
  readonly addresses: readonly string[];
  readonly groups: readonly string[];
  /** Undefined once the packet has passed a NAT gateway. */
  readonly subnet?: string;
}

interface Walk {
  readonly sender: Interface;
  readonly address: string;
  readonly port: number;
  /** Whom the packet is for, if for an interface of the model. */
  readonly goal?: Interface;
  /** Whether the sender's subnet lets it out; if not, it may still be handed to an interface inside. @default true */
  readonly leaves?: boolean;
}

/** Every fact that some packet of an agent, or of a host that it reaches, brings about: found by sending each packet, one by one. */
export class PacketWalk {
  readonly facts = new Set<string>();
  private readonly hosts = new Set<string>();
  private readonly relays = new Set<string>();
  private readonly pending: string[] = [];
  private readonly known = new Map<AddressSet, ReadonlySet<string>>();

  constructor(
    private readonly model: NetworkModel,
    private readonly universe: Universe,
    /** Whether a host that forwards sends in the name of others as well. */
    private readonly forges = false,
  ) {}

  run(agent: string): ReadonlySet<string> {
    this.pending.push(agent);
    for (let owner = this.pending.pop(); owner !== undefined; owner = this.pending.pop()) {
      for (const sender of this.model.interfaces.filter((each) => each.owner === owner)) this.sendAll(sender);
    }
    return this.facts;
  }

  private sendAll(sender: Interface): void {
    for (const address of this.universe.addresses) {
      for (const port of this.universe.ports) {
        this.send({ sender, address, port });
        for (const goal of this.model.interfaces)
          if (goal !== sender && this.has(goal.addresses, address)) this.send({ sender, address, port, goal });
      }
    }
  }

  private send(walk: Walk): void {
    const { sender, goal } = walk;
    if (!this.pass(sender.egress, walk.address, goal?.groups ?? [], walk.port)) return;
    const subnet = this.subnet(sender.subnet);
    const leaves = this.pass(subnet.egress, walk.address, goal?.groups ?? [], walk.port);
    for (const from of this.sources(sender)) {
      if (goal && goal.subnet === subnet.id) this.enter(goal, walk.port, from, false);
      this.route({ ...walk, leaves }, subnet.router, from, false, []);
    }
  }

  private sources(sender: Interface): From[] {
    const own: From = { addresses: this.of(sender.addresses), groups: sender.groups, subnet: sender.subnet };
    if (!this.forges || !sender.forwards) return [own];
    return [
      own,
      ...[sender.groups, this.universe.groups].map((groups) => ({ ...own, addresses: this.universe.addresses, groups })),
    ];
  }

  private route(walk: Walk, id: string, from: From, natted: boolean, before: readonly string[]): void {
    const key = `${id} ${natted} ${from.addresses} ${from.groups}`;
    if (before.includes(key)) return;
    const { routes } = this.model.routers.find((router) => router.id === id) as Router;
    const matching = routes.filter(
      (route) =>
        inside(route.destination, walk.address) &&
        (!route.groups || route.groups.some((group) => walk.sender.groups.includes(group))),
    );
    const longest = Math.max(...matching.map(bits));
    const first = Math.min(...matching.filter((route) => bits(route) === longest).map(({ priority = 0 }) => priority));
    for (const route of matching) {
      if (bits(route) === longest && (route.priority ?? 0) === first)
        this.follow(walk, route.target, from, natted, [...before, key]);
    }
  }

  private follow(walk: Walk, target: NextHop, from: From, natted: boolean, before: readonly string[]): void {
    const { sender, address, port, goal, leaves = true } = walk;
    const within = target.kind === 'interface' && this.model.interfaces.find(({ id }) => id === target.interface)?.subnet;
    if (!leaves && within !== sender.subnet) return;
    if (
      target.kind === 'deliver' &&
      goal &&
      goal.subnet !== sender.subnet &&
      this.subnet(goal.subnet).network === target.network
    ) {
      this.enter(goal, port, from, false);
    }
    if (target.kind === 'internet' && !goal && this.universe.publicAddresses.includes(address)) {
      if (natted || !target.needsPublicSource || sender.publicSources.length > 0) this.facts.add(`internet ${address} ${port}`);
    }
    if (target.kind === 'outside' && !goal) this.facts.add(`outside ${target.what} ${address} ${port}`);
    if (target.kind === 'interface') {
      const at = this.model.interfaces.find(({ id }) => id === target.interface) as Interface;
      const own = this.has(at.addresses, address);
      if (at.forwards || own) this.enter(at, port, from, at.forwards);
      if (at.forwards && !own && this.isProxy(at.owner) && this.admits(at, port, from)) this.relay(at.owner);
    }
    if (target.kind === 'router' && this.pass(target.firewalls ?? [], address, goal?.groups ?? [], port)) {
      const nat = this.model.subnets
        .filter(({ router }) => router === target.router)
        .flatMap((subnet) => this.of(subnet.addresses));
      const next: From = target.publicSource ? { addresses: nat.length > 0 ? nat : this.universe.addresses, groups: [] } : from;
      this.route(walk, target.router, next, natted || target.publicSource === true, before);
    }
  }

  private enter(at: Interface, port: number, from: From, whole: boolean): void {
    if (this.admits(at, port, from)) this.arrive(at.owner, port, from, whole);
  }

  private admits(at: Interface, port: number, from: From): boolean {
    const barriers = at.subnet === from.subnet ? [] : this.subnet(at.subnet).ingress;
    return from.addresses.some((source) => this.pass([...barriers, ...at.ingress], source, from.groups, port));
  }

  private arrive(owner: string, port: number, from: From, whole: boolean, before: readonly string[] = []): void {
    const forwarder = this.model.forwarders.find(({ id }) => id === owner);
    if (this.isProxy(owner)) this.facts.add(`proxy ${owner} ${port}`);
    else if (!forwarder) this.visit(owner);
    else if (!before.includes(`${owner} ${port}`)) this.forward(owner, port, from, whole, [...before, `${owner} ${port}`]);
  }

  private isProxy = (owner: string): boolean => this.model.proxies.some(({ members }) => members.includes(owner));

  private relay(owner: string): void {
    if (this.relays.has(owner)) return;
    this.relays.add(owner);
    this.pending.push(owner);
  }

  private visit(owner: string): void {
    if (this.hosts.has(owner) || this.model.agents.some(({ members }) => members.includes(owner))) return;
    this.hosts.add(owner);
    this.facts.add(`host ${owner}`);
    this.pending.push(owner);
  }

  private forward(owner: string, port: number, from: From, whole: boolean, before: readonly string[]): void {
    const { listeners } = this.model.forwarders.find(({ id }) => id === owner) as NetworkModel['forwarders'][number];
    const own = this.model.interfaces.filter((each) => each.owner === owner);
    const origins: From[] = [
      from,
      ...own.map((each) => ({ addresses: this.of(each.addresses), groups: each.groups, subnet: each.subnet })),
    ];
    for (const { services, targets } of listeners) {
      if (!whole && !has(services.tcpPorts(), port)) continue;
      for (const { to, ports } of targets) {
        const same = whole || services.tcpPorts().toString() === ports.toString();
        const at = this.model.interfaces.filter((each) => each.owner === to);
        for (const onward of same ? [port] : this.universe.ports.filter((each) => has(ports, each))) {
          for (const each of at) {
            if (origins.some((origin) => this.admits(each, onward, origin))) this.arrive(to, onward, from, false, before);
          }
        }
      }
    }
  }

  private pass(firewalls: readonly Firewall[], address: string, groups: readonly string[], port: number): boolean {
    return firewalls.every((firewall) => this.decide(firewall, address, groups, port) === 'allow');
  }

  private decide({ lists, otherwise }: Firewall, address: string, groups: readonly string[], port: number): 'allow' | 'deny' {
    for (const { rules } of lists) {
      const matching = rules.filter((rule) => this.matches(rule, address, groups, port));
      const first = Math.min(...matching.map(({ priority }) => priority));
      const actions = matching.filter(({ priority }) => priority === first).map(({ action }) => action);
      if (actions.includes('deny')) return 'deny';
      if (actions.includes('allow')) return 'allow';
    }
    return otherwise;
  }

  private matches({ remote, services }: FirewallRule, address: string, groups: readonly string[], port: number): boolean {
    const there = remote.groups?.some((group) => groups.includes(group)) || this.has(remote.addresses, address);
    return there && has(services.tcpPorts(), port);
  }

  private has = (set: AddressSet, address: string): boolean => this.members(set).has(address);

  private of = (set: AddressSet): string[] => [...this.members(set)];

  private members(set: AddressSet): ReadonlySet<string> {
    const known = this.known.get(set);
    if (known) return known;
    const cidrs = set.cidrs();
    const members = new Set(this.universe.addresses.filter((address) => cidrs.some((cidr) => inside(cidr, address))));
    this.known.set(set, members);
    return members;
  }

  private subnet = (id: string): Subnet => this.model.subnets.find((subnet) => subnet.id === id) as Subnet;
}

const bits = ({ destination }: Route): number => Number(destination.split('/')[1]);

const number = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);

function inside(cidr: string, address: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(number(base) / size) === Math.floor(number(address) / size);
}

const has = (ports: PortSet, port: number): boolean => ports.ranges().some(({ from, to }) => from <= port && port <= to);
