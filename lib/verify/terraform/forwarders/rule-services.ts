import type { PortChoice } from '../../choice/port-choice';
import { PortSet } from '../../traffic/port-set';
import { hasPorts, protocolNumber } from '../../traffic/protocol';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import type { Resource } from '../../world/world';
import { portChoices } from '../port-choice';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';

/** What a forwarding rule takes. */
export interface Taken {
  readonly services: ServiceSet;
  /** At which ports of its targets, where these are the same. */
  readonly ports: PortSet;
  readonly doubt?: Doubt;
}

/** The protocol and ports of a forwarding rule: "google_compute_forwarding_rule". */
export function takenBy(index: ResourceIndex, { properties }: Resource): readonly Taken[] {
  // TCP where the protocol is left out
  const text = index.keyOf(properties.ip_protocol) ?? 'TCP';
  const protocol = protocolNumber(text);
  if (/^(l3_default|unspecified)$/i.test(text) || protocol === undefined)
    return [{ services: ServiceSet.all, ports: PortSet.all }];
  if (!hasPorts(protocol)) return [{ services: ServiceSet.protocol(protocol), ports: PortSet.none }];
  return listedPorts(index, properties).map(({ ports, doubt }) => ({
    services: ServiceSet.ports(protocol, ports),
    ports,
    ...(doubt && { doubt }),
  }));
}

function listedPorts(index: ResourceIndex, properties: Resource['properties']): readonly PortChoice[] {
  if (truth(index, properties.all_ports, ['true'], false) === true) return [{ ports: PortSet.all }];
  const listed = [properties.ports, properties.port_range].flatMap((value) => portChoices(index, value));
  if (listed.length === 0) return [{ ports: PortSet.all }];
  const certain = listed.filter(({ doubt }) => !doubt).reduce((all, { ports }) => all.union(ports), PortSet.none);
  return [...(certain.isEmpty() ? [] : [{ ports: certain }]), ...listed.filter(({ doubt }) => doubt)];
}
