import { credentialHeaders } from '../../lib/policy/credential-header';
import { decide } from '../../lib/policy/decision';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { agentsKey, judged, realKeys } from './attacked-policy';
import type { SeenRequest } from './recording-upstream';

/** Headers that an upstream may see besides its credential and the destination's own; agents of these attacks send no other harmless one. */
const harmless = ['accept', 'content-length', 'content-type', 'host', 'transfer-encoding', 'user-agent', 'x-harmless'];

/** Why a request that an upstream saw must not have been sent; empty if the policy allows it, and nothing of the agent's passed. */
export function objections(policy: EgressPolicy, seen: SeenRequest): string[] {
  const { serverName: host, method, target, headers } = seen;
  const found = judged(policy, host, target);
  if (!found) return [`${method} at ${host || 'no name'}, which has no rules`];
  const { destination, url } = found;
  const said = decide(policy.agent(), method, url);
  const expected = destination.credential
    ? credentialHeaders(destination.credential).map((name) => [name, keyOf(destination.credential)])
    : [];
  const wrong: string[] = said.decision === 'allow' ? [] : [`${method} ${target}: ${said.reason}`];
  if (
    valuesOf(seen, 'host')
      .join()
      .replace(/:8443$/, '') !== host
  )
    wrong.push(`host ${valuesOf(seen, 'host')} at ${host}`);
  for (const [name = '', value] of expected) {
    if (valuesOf(seen, name).join('|') !== value) wrong.push(`${name} is ${valuesOf(seen, name).join('|') || 'missing'}`);
  }
  const known = [...harmless, ...expected.map(([name]) => name), ...Object.keys(destination.headers)];
  for (const [name, value] of headers) {
    if (!known.includes(name)) wrong.push(`header ${name}`);
    if (value.includes(agentsKey)) wrong.push(`the agent's key in ${name}`);
  }
  for (const [name, value] of Object.entries(destination.headers)) {
    if (valuesOf(seen, name).join('|') !== value) wrong.push(`${name} is ${valuesOf(seen, name).join('|')}`);
  }
  return wrong;
}

const valuesOf = ({ headers }: SeenRequest, name: string) =>
  headers.filter(([other]) => other === name).map(([, value]) => value);

function keyOf(credential: { type: string; prefix?: string; secret?: string } | undefined): string {
  return `${credential?.prefix ?? ''}${realKeys[credential?.secret as keyof typeof realKeys]}`;
}
