import type { Agent } from '../../policy/agent';
import type { Destination } from '../../policy/destination';
import type { Enforcement } from '../../policy/enforcement';

/** What a policy says that settings of a sandbox can't, a line each: all of it is the proxy's to hold, which must therefore be running. */
export function proxyOnlyNotes({ destinations, limits }: Agent, enforcement: Enforcement): string[] {
  return [
    ...destinations.map(noteOn),
    ...(Object.keys(limits).length > 0
      ? [`limits (${Object.keys(limits).sort().join(', ')}) are the proxy's alone to keep`]
      : []),
    ...(enforcement === 'enforce'
      ? []
      : [`until ${enforcement.reportUntil} the proxy lets pass what is outside the policy: it reports only`]),
  ];
}

function noteOn({ name, access, hosts, addresses, ca }: Destination): string {
  if (access === 'gateway') return `'${name}' is a gateway: its host is in no list, as it is reached at the proxy's port alone`;
  if (access === 'intercept') {
    return `'${name}' is intercepted: its methods, paths and credential are the proxy's alone to judge and to add`;
  }
  const wider = [
    ...(hosts.some(({ wildcard }) => wildcard) ? ['its wildcards (one label in the policy)'] : []),
    ...(addresses.length > 0 ? ['its addresses'] : []),
    ...(ca === undefined ? [] : ['its certificate authority']),
  ];
  return wider.length > 0
    ? `'${name}' is a tunnel: ${wider.join(' and ')} are the proxy's alone to judge`
    : `'${name}' is a tunnel: its hosts and ports are in allowedDomains too`;
}
