import type { Agent } from './agent';
import { authorityPath } from './authority-path';
import type { Destination } from './destination';
import { hostMatches } from './host-pattern';
import { neverAllowedMethods } from './method';
import { ambiguousPathRegex, pathRegex } from './path-pattern';
import type { Reason } from './reason';
import { parseRequestTarget, type RequestTarget } from './request-target';

/** What the policy says of one request. */
export interface Decision {
  readonly decision: 'allow' | 'deny';
  readonly reason: Reason;
  /** Name of the destination that the request belongs to, where it belongs to one. */
  readonly destination?: string;
  /** How an agent reaches that destination. */
  readonly via?: string;
}

export interface DecisionOptions {
  /** @default 8080 */
  readonly gatewayPort?: number;
}

interface Judgement {
  readonly reason: Reason;
  readonly destination?: Destination;
  /** The path at the destination. */
  readonly path?: string;
}

/**
 * Judges one request as the proxy does: agent, host, ambiguous path, rule whose path matches, method. `url` is taken as
 * written, so no dot segment is resolved: `https://…`, the gateway form `http://PROXY:8080/NAME/…`, `http://…` through the proxy, or
 * `host:port` for CONNECT.
 * Report mode, limits and addresses are not considered.
 */
export function decide(agent: Agent, method: string, url: string, { gatewayPort = 8080 }: DecisionOptions = {}): Decision {
  const target = parseRequestTarget(method, url);
  const { reason, destination, path } = target ? judge(agent, method, target, gatewayPort) : ({ reason: 'malformed' } as const);
  return {
    decision: reason === 'allowed' ? 'allow' : 'deny',
    reason,
    ...(destination && { destination: destination.name, via: via(destination, path ?? '/', gatewayPort) }),
  };
}

function judge(agent: Agent, method: string, target: RequestTarget, gatewayPort: number): Judgement {
  if (method === 'CONNECT') return judgeConnect(agent, target);
  if (target.scheme === 'https') return judgeHttps(agent, method, target);
  return (target.port ?? 80) === gatewayPort ? judgeGateway(agent, method, target) : judgePlain(agent, method, target);
}

function judgeConnect(agent: Agent, { host, port }: RequestTarget): Judgement {
  const named = agent.destinations.filter((destination) => hasHost(destination, host));
  const gateway = named.find(({ access }) => access === 'gateway');
  if (gateway) return { reason: 'use-gateway', destination: gateway };
  const open = named.find((destination) => hasPort(destination, port));
  return open ? { reason: 'allowed', destination: open } : { reason: 'host-not-allowed' };
}

// several destinations may share a host: the answer is that of the one that comes nearest to allowing
const nearestFirst: readonly Reason[] = ['allowed', 'path-ambiguous', 'method-not-allowed', 'path-not-allowed'];

function judgeHttps(agent: Agent, method: string, { host, port, path }: RequestTarget): Judgement {
  const reachable = agent.destinations.filter((destination) => hasPort(destination, port) && hasHost(destination, host));
  const judged = reachable.map((destination) => judgeRequest(destination, method, path));
  const nearest = nearestFirst.flatMap((reason) => judged.filter((judgement) => judgement.reason === reason));
  return nearest[0] ?? { reason: 'host-not-allowed' };
}

/** Plain HTTP through the proxy: an intercept is asked for by it as well as by HTTPS, and reached by HTTPS. */
function judgePlain(agent: Agent, method: string, { port = 80, ...target }: RequestTarget): Judgement {
  const intercepts = agent.destinations.filter(isIntercept);
  const judged = judgeHttps({ ...agent, destinations: intercepts }, method, { ...target, port: 443 });
  return port === 80 && judged.reason !== 'host-not-allowed' ? judged : { reason: 'plain-http' };
}

function judgeGateway(agent: Agent, method: string, { path }: RequestTarget): Judgement {
  if (method === 'GET' && path === authorityPath && agent.destinations.some(isIntercept)) return { reason: 'allowed' };
  const [, name = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const gateway = agent.destinations.find((destination) => destination.access === 'gateway' && destination.name === name);
  if (!gateway) return { reason: isAmbiguous(path, 'refuse') ? 'path-ambiguous' : 'no-such-gateway' };
  return rest === '' ? { reason: 'path-not-allowed', destination: gateway } : judgeRequest(gateway, method, rest);
}

function judgeRequest(destination: Destination, method: string, path: string): Judgement {
  return { reason: requestReason(destination, method, path), destination, path };
}

function requestReason({ access, allow, encodedSlash }: Destination, method: string, path: string): Reason {
  if (access === 'tunnel') return 'allowed';
  if (isAmbiguous(path, encodedSlash)) return 'path-ambiguous';
  const rules = allow === 'any' ? [] : allow.filter((rule) => new RegExp(pathRegex(rule.path)).test(path));
  if (allow !== 'any' && rules.length === 0) return 'path-not-allowed';
  const listed = allow === 'any' || rules.some((rule) => rule.methods.includes(method));
  return listed && !neverAllowedMethods.includes(method) ? 'allowed' : 'method-not-allowed';
}

const isIntercept = ({ access }: Destination): boolean => access === 'intercept';

const hasHost = ({ hosts }: Destination, name: string): boolean => hosts.some((host) => hostMatches(host, name));

// a gateway is named without its upstream's port, which only the proxy uses
const hasPort = ({ access, ports }: Destination, port: number | undefined): boolean =>
  port === undefined && access === 'gateway' ? true : ports.includes(port ?? 443);

const isAmbiguous = (path: string, encodedSlash: Destination['encodedSlash']): boolean =>
  new RegExp(ambiguousPathRegex(encodedSlash)).test(path);

function via({ name, access }: Destination, path: string, gatewayPort: number): string {
  if (access === 'gateway') return `http://PROXY:${gatewayPort}/${name}${path}`;
  return access === 'intercept' ? 'CONNECT, TLS ended at the proxy' : 'CONNECT, TLS end to end';
}
