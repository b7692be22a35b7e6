import { PortSet } from '../../traffic/port-set';
import { type Fields, isFields } from '../../world/value';
import { portNumber } from '../reading/port-choice';
import type { ResourceIndex } from '../resource-index';
import type { Container } from './container';

/** Whose ports count: a container's own, or on a bridge those of the host that lead to them. */
export type PortSide = 'container' | 'host';

/** The TCP ports that containers state; undefined if they state none. */
export function statedPorts(index: ResourceIndex, containers: readonly Container[], side: PortSide): PortSet | undefined {
  const ports = containers.flatMap(({ fields }) => mappingsOf(index, fields)).map((mapping) => mapped(index, mapping, side));
  return ports.length > 0 ? together(ports) : undefined;
}

/** The port of the host that leads to a container's port; the port itself if nothing maps it. */
export function hostPorts(index: ResourceIndex, containers: readonly Container[], port: number): PortSet {
  const mappings = containers.flatMap(({ fields }) => mappingsOf(index, fields));
  const found = mappings.filter(({ ContainerPort }) => portNumber(index, ContainerPort) === port);
  return found.length > 0 ? together(found.map((mapping) => mapped(index, mapping, 'host'))) : PortSet.of(port);
}

const mappingsOf = (index: ResourceIndex, { PortMappings }: Fields): Fields[] =>
  index
    .elements(PortMappings)
    .filter(isFields)
    .filter(({ Protocol }) => Protocol !== 'udp');

/** "AWS::ECS::TaskDefinition PortMapping": a host port of its own, or of the ephemeral range where none is stated. */
function mapped(index: ResourceIndex, { ContainerPort, ContainerPortRange, HostPort }: Fields, side: PortSide): PortSet {
  const host = portNumber(index, HostPort) ?? 0;
  if (side === 'host') return host > 0 ? PortSet.of(host) : ephemeral;
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(String(ContainerPortRange ?? '')) ?? [];
  if (from && to && Number(from) <= Number(to) && Number(to) <= 65535) return PortSet.of({ from: Number(from), to: Number(to) });
  const port = portNumber(index, ContainerPort);
  return port === undefined ? PortSet.none : PortSet.of(port);
}

const ephemeral = PortSet.of({ from: 32768, to: 65535 });

const together = (sets: readonly PortSet[]): PortSet => sets.reduce((all, each) => all.union(each), PortSet.none);
