import {
  type AdmittedPorts,
  admittedPorts,
  highestPort,
  type PortChoice,
  portNumberOf,
  portsBetween,
  standInPort,
} from '../choice/port-choice';
import { PortSet } from '../traffic/port-set';
import { AnyOf, isFields, isSymbol, Text, type Value } from '../world/value';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';

/** The one port of an argument, as listeners, targets and containers have it; all ports if it can't be told. */
export function portOf(index: ResourceIndex, property: Value | undefined): PortChoice {
  const port = portNumber(index, property);
  if (port !== undefined) return { ports: PortSet.of(port) };
  return { ports: PortSet.all, doubt: { reason: `the port ${index.keyOf(property) ?? 'that is left out'} isn't known` } };
}

/** Ports as rules list them, `443` or `8000-8080`: what some assignment allows for certain, and what can't be told. */
export const portChoices = (index: ResourceIndex, property: Value | undefined): readonly PortChoice[] =>
  index.elements(property).flatMap((value) => listedPorts(index, value));

function listedPorts(index: ResourceIndex, value: Value): readonly PortChoice[] {
  const text = portText(index, value);
  const known = text === undefined ? undefined : portsIn(text);
  if (known) return [{ ports: known }];
  const doubt = { reason: `the ports ${index.keyOf(value)} aren't known` };
  if (!(value instanceof AnyOf)) return [{ ports: PortSet.all, doubt }];
  if (value.admits(`0-${highestPort}`) === true) return [{ ports: PortSet.all, note: `with ${value.name}=0-${highestPort}` }];
  const { certain, open } = remembered(index, value);
  const choices = [
    { ports: certain, note: `with ${value.name} of any value` },
    { ports: open, doubt },
  ];
  return choices.filter(({ ports }) => !ports.isEmpty());
}

function portsIn(text: string): PortSet | undefined {
  const [from, to = from, ...more] = text.split('-').map((part) => portNumberOf(part));
  return from === undefined || to === undefined || more.length > 0 ? undefined : portsBetween(from, to);
}

/** A value as the text of a port or range; a variable that also says where something listens means its default in both places. */
function portText(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  if (value instanceof AnyOf || typeof value === 'number') return portNumber(index, value)?.toString();
  if (!(value instanceof Text)) return typeof value === 'string' ? value : undefined;
  const parts = value.parts.map((part) => portText(index, part));
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** A port's number. */
export function portNumber(index: ResourceIndex, property: Value | undefined): number | undefined {
  const value = index.follow(property);
  if (!(value instanceof AnyOf)) return portNumberOf(value);
  return listenerVariables(index).has(value.name) ? (portNumberOf(value.defaultValue) ?? standInPort) : undefined;
}

const admissions = oncePerIndex(() => new Map<string, AdmittedPorts>());

function remembered(index: ResourceIndex, choice: AnyOf): AdmittedPorts {
  const known = admissions(index).get(choice.name) ?? admittedPorts(choice);
  admissions(index).set(choice.name, known);
  return known;
}

/** Types that say where something listens, by arguments with a port in their name. */
const listening =
  /^google_(compute_(global_)?forwarding_rule|compute_.*(instance_group|instance_group_manager|network_endpoint|health_check)|cloud_run.*)$/;

/** Hosts whose scripts say where they listen. */
const scripted = /^google_compute_(instance|(region_)?instance_template)$/;

/** Variables that say where something listens: a change of such a variable moves the listener along with the rules that name it. */
const listenerVariables = oncePerIndex((index): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { type, properties } of index.world.resources.values()) {
    if (listening.test(type)) noteVariables(properties, /port/, false, names);
    if (scripted.test(type)) noteVariables(properties, /^metadata/, false, names);
  }
  return names;
});

/** Notes the variables in arguments of some names, and in all that is inside these. */
function noteVariables(value: Value | undefined, named: RegExp, inside: boolean, names: Set<string>): void {
  if (value instanceof AnyOf && inside) names.add(value.name);
  if (value instanceof Text && inside) for (const part of value.parts) noteVariables(part as Value, named, inside, names);
  if (Array.isArray(value)) for (const part of value) noteVariables(part, named, inside, names);
  else if (value !== undefined && !isSymbol(value) && isFields(value))
    for (const [name, part] of Object.entries(value)) noteVariables(part, named, inside || named.test(name), names);
}
