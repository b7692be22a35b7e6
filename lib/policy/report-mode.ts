import type { Agent } from './agent';
import { type DecisionOptions, decide } from './decision';
import type { Destination } from './destination';
import type { EgressPolicy } from './egress-policy';
import { parseRequestTarget, type RequestTarget } from './request-target';

/** A name that report mode may open a tunnel to: two labels or more, no address. Valid in RE2 and JavaScript; the case is ignored. */
export const reportableHostRegex = '(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?';

/** The only port that report mode opens tunnels to. */
export const reportablePort = 443;

/**
 * Whoever the agent is, report mode opens no tunnel to the hosts of these: what the policy looks into must not be reached
 * past it, and what has private addresses is permitted to those whose destination it is.
 */
export const withoutReportTunnel = ({ destinations }: Pick<EgressPolicy, 'destinations'>): readonly Destination[] =>
  destinations.filter(({ access, addresses }) => access !== 'tunnel' || addresses.length > 0);

/** Matches a host of the pattern, or any below it for a wildcard, as a TLS server name does. */
export const hostRegex = ({ text }: { readonly text: string }): string => text.replaceAll('.', '\\.').replace('*', '.+');

/** Whether report mode lets a request pass that `decide` denies; limits and addresses are not considered. */
export function passesInReport(
  policy: EgressPolicy,
  agent: Agent,
  method: string,
  url: string,
  options: DecisionOptions = {},
): boolean {
  const { reason } = decide(agent, method, url, options);
  const target = parseRequestTarget(method, url);
  if (!target || method === 'TRACE') return false;
  if (reason === 'host-not-allowed') return opensTunnel(policy, target);
  return (reason === 'method-not-allowed' || reason === 'path-not-allowed') && !isBareGateway(target, options);
}

function opensTunnel(policy: EgressPolicy, { host, port = reportablePort }: RequestTarget): boolean {
  const closed = withoutReportTunnel(policy).flatMap(({ hosts }) => hosts.map(hostRegex));
  return port === reportablePort && fits(reportableHostRegex, host) && !closed.some((regex) => fits(regex, host));
}

const fits = (regex: string, text: string): boolean => new RegExp(`^(?:${regex})$`, 'i').test(text);

// `http://PROXY:8080/NAME` names no path at the destination
const isBareGateway = ({ scheme, port = 80, path }: RequestTarget, { gatewayPort = 8080 }: DecisionOptions): boolean =>
  scheme === 'http' && port === gatewayPort && /^\/[^/]*$/.test(path);
