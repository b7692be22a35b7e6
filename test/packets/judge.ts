import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudFormationInput } from '../../lib/verify/cloudformation/systems';
import type { Input } from '../../lib/verify/inputs/input';
import type { Arrival } from '../../lib/verify/reachability/arrival';
import { reach } from '../../lib/verify/reachability/reach';
import { terraformInput } from '../../lib/verify/terraform/systems';
import type { ServiceSet } from '../../lib/verify/traffic/service-set';
import type { Deployment } from './deployment';
import type { Exit } from './exit';

const inputOf = { 'Stack.template.json': cloudFormationInput, 'cdk.tf.json': terraformInput } as const;

/** Everything that `lib/verify` says the agent's packets reach: the exits of its report, and the hosts on the way. */
export function judge({ file, content, agents, proxies }: Deployment): readonly Exit[] {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-packets-'));
  try {
    const path = join(folder, file);
    writeFileSync(path, JSON.stringify(content));
    const [agent] = agents.map((id) => ({ id }));
    const [proxy] = proxies.map((text) => ({ id: text.replace(/:\d+$/, ''), ports: [Number(/\d+$/.exec(text)?.[0])] }));
    return exitsOf(inputOf[file]([path], { agents: agent ? [agent] : [], proxies: proxy ? [proxy] : [] }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function exitsOf({ systems }: Input): Exit[] {
  return systems.flatMap(({ worlds, extract }) =>
    [...worlds()].flatMap((world) => [...reach(extract(world)).arrivals.values()].flat().filter(isSeen).flatMap(exitsOfArrival)),
  );
}

/** The hosts here send as themselves, whatever they could forge. */
const isSeen = ({ doubts }: Arrival): boolean => !doubts.some(({ reason }) => reason.endsWith('may send from any address'));

function exitsOfArrival({ kind, destination, alike = [], cells, family, services, doubts }: Arrival): Exit[] {
  const shown = { kind: kindOf(kind, doubts.length > 0), family: `ipv${family}` };
  const places = cells?.map((cell) => ({ destinations: cell.addresses.cidrs(), services: cell.services }));
  return (places ?? [{ destinations: [destination, ...alike], services }]).flatMap((place) =>
    place.destinations.flatMap((each) =>
      servicesOf(place.services).map((service) => ({ ...shown, ...service, destination: each })),
    ),
  );
}

function kindOf(kind: Arrival['kind'], doubtful: boolean): Exit['kind'] {
  if (doubtful || kind === 'unknown' || kind === 'unknown-endpoint') return 'unknown';
  if (kind === 'internet' || kind === 'outside' || kind === 'open-endpoint') return 'leak';
  if (kind === 'proxy') return 'proxy';
  return kind === 'proxy-other-port' ? 'unknown' : 'confined';
}

const servicesOf = (services: ServiceSet): Pick<Exit, 'protocol' | 'ports'>[] =>
  services.entries().map(({ protocol, ports }) => ({ protocol: protocol === 'all' ? 'any' : protocol, ports }));
