import type { Agent } from './agent';
import type { Destination } from './destination';
import { hasEnded } from './enforcement';
import { hostingSuffix } from './public-suffix';
import type { PolicyDocument } from './schema';
import { sharedHosts } from './shared-hosting';

/** What a usable policy allows that its owner should know, one line each. */
export function warningsOf(document: PolicyDocument, destinations: readonly Destination[], agents: readonly Agent[]): string[] {
  return [
    ...destinations.flatMap(destinationWarnings),
    ...unusedWarnings(destinations, agents),
    ...enforcementWarnings(document),
  ];
}

function destinationWarnings({ name, access, hosts }: Destination): string[] {
  const tunnel = `destination '${name}': a tunnel carries writes and foreign keys, which the proxy can't see: use intercept where you can`;
  const shared = hosts.flatMap((host) => {
    const reason = sharedReason(host.text.replace(/^\*\./, ''));
    return reason
      ? [
          `destination '${name}': host '${host.text}' is shared hosting (${reason}): allow exact paths only, by gateway or intercept`,
        ]
      : [];
  });
  return [...(access === 'tunnel' ? [tunnel] : []), ...shared];
}

function sharedReason(name: string): string | undefined {
  if (Object.hasOwn(sharedHosts, name)) return sharedHosts[name];
  const suffix = hostingSuffix(name);
  return suffix && `anyone may have a name under ${suffix}`;
}

function unusedWarnings(destinations: readonly Destination[], agents: readonly Agent[]): string[] {
  const used = new Set(agents.flatMap((agent) => agent.destinations.map(({ name }) => name)));
  return destinations
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => `destination '${name}': no agent uses it: remove it, or name it in agents`);
}

function enforcementWarnings({ enforcement }: PolicyDocument): string[] {
  if (!enforcement || enforcement === 'enforce') return [];
  const { until } = enforcement.report;
  if (hasEnded(until))
    return [`policy: enforcement.report.until has come, so the policy is enforced: write enforcement: enforce, got ${until}`];
  return [`policy: requests outside the policy pass and are only logged until ${until}, 00:00 UTC`];
}
