import type { Agent } from '../../policy/agent';
import type { EgressPolicy } from '../../policy/egress-policy';
import { hostCovers } from '../../policy/host-pattern';
import { hostRegex, reportablePort, withoutReportTunnel } from '../../policy/report-mode';
import type { ConnectAdmission } from './admission';
import { type Excess, isGuarded, isReporting, unguarded, whileReporting } from './excess';
import { placeholder } from './placeholder';

/** How an opened CONNECT goes beyond a policy, if it does or may. */
export function connectExcess(policy: EgressPolicy, { destinations }: Agent, admission: ConnectAdmission): Excess | undefined {
  const { host, port, addresses, until } = admission;
  const what = `CONNECT ${host.replace(/^\*\*\.?/, 'any.name.')}:${port}${whileReporting(until)}`;
  const pattern = { text: host, wildcard: host.startsWith('*.') };
  // a policy's wildcard is one label
  const isOne = !host.startsWith('**');
  const allowed = destinations.filter(
    ({ access, hosts, ports }) =>
      isOne && access === 'tunnel' && ports.includes(port) && hosts.some((outer) => hostCovers(outer, pattern)),
  );
  if (allowed.some((destination) => isGuarded(destination, addresses))) return undefined;
  if (allowed.length > 0) return unguarded(host);
  if (isReporting(policy, until)) return reportedExcess(policy, admission);
  return { what, sure: !host.includes(placeholder) };
}

/** Report mode opens tunnels to public names that the policy doesn't look into. */
function reportedExcess(policy: EgressPolicy, { host, port, addresses, except }: ConnectAdmission): Excess | undefined {
  if (port !== reportablePort) return { what: `CONNECT ${host.replace('**', 'any.name')}:${port}`, sure: true };
  const closed = withoutReportTunnel(policy).flatMap(({ hosts }) => hosts);
  const open = closed.find((each) => !except.includes(hostRegex(each)));
  if (open) return { what: `CONNECT ${open.text}:${port}, past what the policy looks into`, sure: false };
  return isGuarded({ addresses: [] }, addresses) ? undefined : unguarded(host);
}
