import { literalAddresses } from '../../choice/address-choice';
import type { PortChoice } from '../../choice/port-choice';
import { grouped } from '../../indexing/grouped';
import type { Target } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { AddressSet } from '../../traffic/address-set';
import { PortSet } from '../../traffic/port-set';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { portOf } from '../reading/port-choice';
import type { ResourceIndex } from '../resource-index';

/** Something that registers itself with a target group, or with a classic load balancer: a service, an Auto Scaling group. */
export interface Registration {
  /** The key of the target group, or of the classic load balancer. */
  readonly targetGroup: string;
  /** A workload's or an interface's id. */
  readonly to: string;
  /** @default - the target group's port */
  readonly ports?: PortSet;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

/** What targets are told apart by, besides the inputs. */
export interface Registered {
  readonly byGroup: ReadonlyMap<string, readonly Registration[]>;
  /** Interfaces that have one stated address, by it. */
  readonly byAddress: ReadonlyMap<string, string>;
}

/** Registrations and stated addresses, indexed once. */
export function registered(registrations: readonly Registration[], interfaces: readonly Interface[]): Registered {
  const byGroup = grouped(registrations, ({ targetGroup }) => targetGroup);
  const single = interfaces.flatMap(({ id, addresses }) => addresses.cidrs().map((cidr) => [cidr, id] as const));
  return { byGroup, byAddress: new Map(single.filter(([cidr]) => /\/(32|128)$/.test(cidr))) };
}

/** The targets of the group that a value names. */
export function groupTargets(index: ResourceIndex, value: Value, known: Registered): readonly Target[] {
  const key = index.keyOf(value) ?? '';
  const group = index.resourceOf(value, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const own = group ? index.elements(group.properties.Targets).map((target) => listedTarget(index, group, target, known)) : [];
  const port = group ? portOf(index, group.properties.Port) : { ports: PortSet.all };
  const others = (known.byGroup.get(key) ?? []).map((each) => registeredTarget(each, port, group?.doubt));
  if (group || others.length > 0) return [...own, ...others];
  return [
    { to: key, ports: PortSet.all, hop: foreignHop(key), doubt: { reason: `the targets of '${key}' aren't in the inputs` } },
  ];
}

const foreignHop = (key: string): Hop => ({
  resource: key,
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  file: '',
  pointer: '',
  why: 'is only referred to',
});

const registeredTarget = ({ to, ports, hop, doubt }: Registration, port: PortChoice, missing?: Doubt): Target => {
  const reason = doubt ?? missing ?? (ports ? undefined : port.doubt);
  return { to, ports: ports ?? port.ports, hop, ...(reason && { doubt: reason }) };
};

function listedTarget(index: ResourceIndex, group: Resource, value: Value, { byAddress }: Registered): Target {
  const target = index.follow(value);
  const id = isFields(target) ? target.Id : undefined;
  const { ports, doubt } = portOf(index, (isFields(target) ? target.Port : undefined) ?? group.properties.Port ?? 0);
  const key = index.keyOf(id) ?? '';
  const to = byAddress.get(addressKey(id)) ?? key;
  const known = to !== key || index.get(key) !== undefined;
  const reason = group.doubt ?? (known ? doubt : { reason: `the target '${key}' of ${group.id} isn't a host in the inputs` });
  // a function has no port
  const all = index.keyOf(group.properties.TargetType) === 'lambda' ? PortSet.all : ports;
  return { to, ports: all, hop: hop(group.place, `forwards to ${to}`), ...(reason && { doubt: reason }) };
}

const addressKey = (id: Value | undefined): string => (literalAddresses(id) ?? AddressSet.none).toString();
