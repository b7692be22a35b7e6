import type { Firewall } from '../model/firewall';
import type { Forwarder } from '../model/forwarder';
import type { Interface } from '../model/interface';
import type { Network, Subnet } from '../model/network';
import type { NetworkModel } from '../model/network-model';
import type { Role } from '../model/role';
import type { Router } from '../model/route';
import type { ServiceEndpoint } from '../model/service-endpoint';
import type { Workload } from '../model/workload';
import { mentionedGroups } from './firewall-verdict';
import { ownerOf } from './owner-of';
import { type ProxyPart, proxyParts } from './proxy-parts';

/** A model, indexed by what its parts refer to each other by. */
export interface NetworkMap {
  readonly model: NetworkModel;
  readonly networks: ReadonlyMap<string, Network>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly routers: ReadonlyMap<string, Router>;
  readonly interfaces: ReadonlyMap<string, Interface>;
  /** By their ids and their aliases, like forwarders. */
  readonly workloads: ReadonlyMap<string, Workload>;
  readonly forwarders: ReadonlyMap<string, Forwarder>;
  readonly endpoints: ReadonlyMap<string, ServiceEndpoint>;
  /** Those that rules may name by a group. */
  readonly groupedEndpoints: readonly ServiceEndpoint[];
  /** By their owner's id. */
  readonly interfacesOf: ReadonlyMap<string, readonly Interface[]>;
  /** By the id of each member. */
  readonly agents: ReadonlyMap<string, Role>;
  readonly proxies: ReadonlyMap<string, ProxyPart>;
  /** By the router that their hosts use. */
  readonly subnetsOf: ReadonlyMap<string, readonly Subnet[]>;
  /** Groups that firewalls between routers name. */
  readonly routedGroups: ReadonlySet<string>;
  /** Groups that some rule or route names: no other matters. */
  readonly askedGroups: ReadonlySet<string>;
  /** Groups that some rule names and nothing in the model is in: what a host that the inputs don't show may be in. */
  readonly foreignGroups: readonly string[];
}

/** Indexes a model once; every question about reach starts from the result. */
export function networkMap(model: NetworkModel): NetworkMap {
  const workloads = named(model.workloads);
  const forwarders = named(model.forwarders);
  const interfaces = byId(model.interfaces);
  const asked = askedGroups(model);
  const proper = (id: string): string => ownerOf(id, { workloads, forwarders, interfaces });
  const interfacesOf = grouped(model.interfaces, ({ owner }) => proper(owner));
  return {
    model,
    networks: byId(model.networks),
    subnets: byId(model.subnets),
    routers: byId(model.routers),
    interfaces,
    workloads,
    forwarders,
    endpoints: byId(model.endpoints),
    groupedEndpoints: model.endpoints.filter(({ groups }) => groups?.length),
    interfacesOf,
    agents: new Map(model.agents.flatMap((role) => role.members.map((member) => [proper(member), role] as const))),
    proxies: proxyParts(model.proxies, { workloads, forwarders, interfaces }),
    subnetsOf: grouped(model.subnets, ({ router }) => router),
    routedGroups: new Set(routerFirewalls(model).flatMap((firewall) => [...mentionedGroups(firewall)])),
    askedGroups: asked,
    foreignGroups: foreignGroups(model, asked),
  };
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): Map<string, T> =>
  new Map(all.map((each) => [each.id, each]));

/** By id and alias; an id goes before an alias that is spelled the same. */
const named = <T extends { readonly id: string; readonly aliases: readonly string[] }>(all: readonly T[]): Map<string, T> =>
  new Map([...all.flatMap((each) => each.aliases.map((alias) => [alias, each] as const)), ...byId(all)]);

function grouped<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group) group.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
}

const routerFirewalls = (model: NetworkModel): Firewall[] =>
  model.routers.flatMap(({ routes }) =>
    routes.flatMap(({ target }) => (target.kind === 'router' ? (target.firewalls ?? []) : [])),
  );

/** Every group that some rule or route names. */
function askedGroups(model: NetworkModel): Set<string> {
  const firewalls = new Set([
    ...model.interfaces.flatMap(({ egress, ingress }) => [...egress, ...ingress]),
    ...model.subnets.flatMap(({ egress, ingress }) => [...egress, ...ingress]),
    ...routerFirewalls(model),
  ]);
  const asked = new Set(model.routers.flatMap(({ routes }) => routes.flatMap(({ groups }) => groups ?? [])));
  for (const firewall of firewalls) for (const group of mentionedGroups(firewall)) asked.add(group);
  return asked;
}

function foreignGroups(model: NetworkModel, asked: ReadonlySet<string>): string[] {
  const held = new Set([
    ...model.interfaces.flatMap(({ groups }) => groups),
    ...model.endpoints.flatMap(({ groups }) => groups ?? []),
  ]);
  return [...asked].filter((group) => !held.has(group)).toSorted();
}
