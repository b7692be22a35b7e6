import { type Cidr, parseCidr } from './cidr';
import type { Destination } from './destination';
import type { EgressPolicy } from './egress-policy';
import { hostMatches, isAddress, parseHostPattern } from './host-pattern';

/** A tool service, as a policy sees it. */
export interface Tool {
  /** Lower case. */
  readonly host: string;
  /** TCP port at which it ends TLS. */
  readonly port: number;
  /** CIDR blocks that its address comes from, as far as they are known. */
  readonly blocks: readonly string[];
}

/** A tool's host in lower case; throws an Error if it isn't one exact name. */
export function toolHost(text: string): string {
  const pattern = parseHostPattern(text);
  if (!pattern.wildcard && !isAddress(pattern)) return pattern.text;
  throw new Error(`host must be one exact name, as the tool's certificate and zone are for it, got '${text}'`);
}

/** The destination by which a policy leads to a host, if it does. */
export const destinationFor = ({ destinations }: EgressPolicy, host: string): Destination | undefined =>
  destinations.find(({ hosts }) => hosts.some((pattern) => hostMatches(pattern, host)));

/** One message for each thing that keeps a policy's destination from leading to a tool; empty for a policy that doesn't name it. */
export function toolProblems(policy: EgressPolicy, tool: Tool): string[] {
  const destination = destinationFor(policy, tool.host);
  if (!destination) return [];
  const problems = [...portProblems(destination, tool), ...addressProblems(destination, tool), ...hiddenNames(policy, tool)];
  return problems.map((what) => `tool '${tool.host}': ${what}`);
}

function portProblems({ name, access, ports }: Destination, { port }: Tool): string[] {
  if (ports.includes(port)) return [];
  const property = access === 'gateway' ? 'upstream.port' : 'ports';
  return [`port must be the ${property} of destination '${name}', ${ports.join(', ')}: change one of them, got ${port}`];
}

function addressProblems({ name, addresses }: Destination, { blocks }: Tool): string[] {
  const permitted = addresses.map(parseCidr);
  const missing = blocks.filter((block) => !permitted.some((outer) => covers(outer, parseCidr(block))));
  if (missing.length === 0) return [];
  const got = addresses.join(', ') || 'none';
  return [`upstream.addresses of destination '${name}' must cover ${missing.join(', ')}, where the tool answers, got ${got}`];
}

/** The tool's zone answers for everything below its name, and knows nothing there. */
function hiddenNames({ destinations }: EgressPolicy, { host }: Tool): string[] {
  const names = destinations.flatMap(({ hosts }) => hosts.map(({ text }) => text)).filter((text) => text.endsWith(`.${host}`));
  return names.map((name) => `host must have no other name of the policy below it, as it would no longer resolve, got '${name}'`);
}

const covers = (outer: Cidr, inner: Cidr): boolean => outer.bits <= inner.bits && outer.contains(inner.network.toString());
