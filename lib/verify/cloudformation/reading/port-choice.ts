import {
  type AdmittedPorts,
  admittedPorts,
  highestPort,
  type PortChoice,
  portNumberOf,
  portsBetween,
  standInPort,
} from '../../choice/port-choice';
import { PortSet } from '../../traffic/port-set';
import type { Doubt } from '../../world/doubt';
import { AnyOf, isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { oncePerIndex } from './once-per-index';

/** The one port of a property, as listeners, targets and containers have it; all ports if it can't be told. */
export function portOf(index: ResourceIndex, property: Value | undefined): PortChoice {
  const number = portNumber(index, property);
  if (number !== undefined) return { ports: PortSet.of(number) };
  return { ports: PortSet.all, doubt: unknownPort(index, property) };
}

/** The ports from one property to another, a rule's range: what some assignment allows for certain, and what can't be told. */
export function portRange(index: ResourceIndex, from: Value | undefined, to: Value | undefined): readonly PortChoice[] {
  const [first, last] = [portNumber(index, from), portNumber(index, to)];
  if (first !== undefined && last !== undefined) return [{ ports: portsBetween(first, last) }];
  const bounds = portsBetween(first ?? 0, last ?? highestPort);
  return openPorts(index, first === undefined ? from : to, bounds);
}

const unknownPort = (index: ResourceIndex, property: Value | undefined): Doubt => ({
  reason: `the port ${index.keyOf(property) ?? 'that is left out'} isn't known`,
});

function openPorts(index: ResourceIndex, property: Value | undefined, bounds: PortSet): readonly PortChoice[] {
  const value = index.follow(property);
  if (!(value instanceof AnyOf)) return [{ ports: bounds, doubt: unknownPort(index, property) }];
  const { certain, open } = remembered(index, value);
  const sure = { ports: certain.intersect(bounds), note: `with ${value.name} of any value` };
  const unsure = { ports: open.intersect(bounds), doubt: unknownPort(index, property) };
  return [sure, unsure].filter(({ ports }) => !ports.isEmpty());
}

/** A port's number; that of a parameter which also says where something listens is its default, so that both mean the same port. */
export function portNumber(index: ResourceIndex, property: Value | undefined): number | undefined {
  const value = index.follow(property);
  if (value instanceof AnyOf)
    return listenerParameters(index).has(value.name) ? (portNumberOf(value.defaultValue) ?? standInPort) : undefined;
  return portNumberOf(value);
}

const admissions = oncePerIndex(() => new Map<string, AdmittedPorts>());

function remembered(index: ResourceIndex, choice: AnyOf): AdmittedPorts {
  const known = admissions(index).get(choice.name) ?? admittedPorts(choice);
  admissions(index).set(choice.name, known);
  return known;
}

/** Parameters that say where something listens: a change of such a parameter moves the listener along with the rules that name it. */
const listenerParameters = oncePerIndex((index): ReadonlySet<string> => {
  const names = new Set<string>();
  const note = (value: Value | undefined) => {
    const followed = index.follow(value);
    if (followed instanceof AnyOf) names.add(followed.name);
  };
  for (const { properties } of index.ofType('AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::ElasticLoadBalancingV2::Listener'))
    note(properties.Port);
  for (const { properties } of index.ofType('AWS::ECS::TaskDefinition')) {
    for (const container of index.elements(properties.ContainerDefinitions).filter(isFields)) {
      for (const mapping of index.elements(container.PortMappings).filter(isFields)) note(mapping.ContainerPort);
    }
  }
  return names;
});
