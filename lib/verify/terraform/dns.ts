import type { Answer, Resolver } from '../model/resolver';
import type { Doubt } from '../world/doubt';
import { type Hop, hop } from '../world/hop';
import type { Resource } from '../world/world';
import { boundTo } from './dns/bound';
import { baseOf, below, common, isWithin, type Names } from './dns/dns-name';
import { type PrivateZone, privateZones, serverDoubt } from './dns/private-zones';
import { type ResponseRule, responseRules } from './dns/response-policies';
import { blocks } from './evaluate/blocks';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';

/** The resolver of a network that the inputs don't make. */
export const foreignResolver = (network: string, path: readonly Hop[]): Resolver => ({
  answers: [{ names: 'any', path, doubt: { reason: `what the resolver of '${network}' answers isn't in the inputs` } }],
});

const known = oncePerIndex(() => new Map<string, Resolver>());

/** What the resolver of a network answers about names that aren't the network's own: "Name resolution order" of Cloud DNS. */
export function resolver(index: ResourceIndex, network: Resource): Resolver {
  const found = known(index).get(network.id);
  if (found) return found;
  // zones of two networks may lead to each other: such questions are never answered
  known(index).set(network.id, { answers: [] });
  const result = { answers: answersOf(index, network) };
  known(index).set(network.id, result);
  return result;
}

function answersOf(index: ResourceIndex, network: Resource): readonly Answer[] {
  const others = otherServers(index, network.id);
  if (others.some(({ certain }) => certain)) return others.map(({ answer }) => answer);
  return [...others.map(({ answer }) => answer), ...withoutServers(index, network)];
}

/** A server policy with alternative name servers hands every question to them. */
function otherServers(index: ResourceIndex, network: string): readonly { answer: Answer; certain: boolean }[] {
  const policies = boundTo(index, 'google_dns_policy', ({ properties }) => properties.networks, network);
  return policies.flatMap(({ resource, doubt }) => {
    const [config] = blocks(index.follow(resource.properties.alternative_name_server_config));
    if (!config) return [];
    const reason = doubt ?? serverDoubt(index, resource, config.target_name_servers);
    const path = [hop(resource.place, 'hands every question to other name servers', 'alternative_name_server_config')];
    return [{ answer: { names: 'any' as const, path, ...(reason && { doubt: reason }) }, certain: !doubt }];
  });
}

function withoutServers(index: ResourceIndex, network: Resource): readonly Answer[] {
  const rules = responseRules(index, network.id);
  const root = rules.filter(({ kind, names }) => kind === 'local' && names === 'any');
  if (!root.some(({ doubt }) => !doubt)) {
    const maybe = root[0]?.doubt;
    return beyond(index, network, 'any', rules).map((answer) => inDoubt(answer, maybe));
  }
  return rules
    .filter(({ kind }) => kind === 'bypass')
    .flatMap(({ names, resource, doubt }) =>
      beyond(index, network, names, []).map((answer) => ({
        ...inDoubt(answer, doubt),
        path: [hop(resource.place, 'lets its names pass the response policy'), ...answer.path],
      })),
    );
}

const inDoubt = (answer: Answer, doubt: Doubt | undefined): Answer => (doubt && !answer.doubt ? { ...answer, doubt } : answer);

/** What private zones, and then the internet, answer to questions for some names. */
function beyond(index: ResourceIndex, network: Resource, names: Names, rules: readonly ResponseRule[]): readonly Answer[] {
  const zones = privateZones(index, network.id);
  const base = baseOf(names);
  const over = zones.filter(({ suffix }) => suffix !== undefined && isWithin(base, suffix)).sort(longestFirst);
  const certain = over.findIndex(({ doubt }) => !doubt);
  // a network takes one zone of a name: of several in the inputs it may be any
  const asked = over.filter((zone) => certain < 0 || longestFirst(zone, over[certain] as PrivateZone) <= 0);
  const inner =
    names !== 'any' && 'exact' in names ? [] : zones.filter((zone) => isInside(zone, base) && !isShadowed(zone, rules));
  const hidden = asked.find(({ doubt, source }) => doubt && source.kind === 'records')?.doubt;
  return [
    ...asked.flatMap((zone) => zoneAnswers(index, zone, names)),
    ...inner.flatMap((zone) => zoneAnswers(index, zone, zone.suffix === undefined ? names : below(zone.suffix))),
    ...(certain < 0 ? [inDoubt(publicAnswer(network, names), hidden)] : []),
  ];
}

const longestFirst = (a: PrivateZone, b: PrivateZone): number => (b.suffix ?? '').length - (a.suffix ?? '').length;

const isInside = ({ suffix }: PrivateZone, base: string): boolean =>
  suffix === undefined || (suffix !== base && isWithin(suffix, base));

/** Whether a response policy answers all of a zone's names itself. */
const isShadowed = ({ suffix }: PrivateZone, rules: readonly ResponseRule[]): boolean =>
  suffix !== undefined &&
  rules.some(({ kind, names, doubt }) => kind === 'local' && !doubt && isWhole(names) && isWithin(suffix, baseOf(names))) &&
  !rules.some(({ kind, names }) => kind === 'bypass' && isWithin(baseOf(names), suffix));

const isWhole = (names: Names): boolean => names === 'any' || 'wildcard' in names;

const publicAnswer = ({ place }: Resource, names: Names): Answer => ({
  names,
  path: [hop(place, names === 'any' ? 'has a resolver that answers any public name' : 'has a resolver that asks the internet')],
});

function zoneAnswers(index: ResourceIndex, { source, resource, doubt, suffix }: PrivateZone, names: Names): readonly Answer[] {
  if (source.kind === 'records') return [];
  const why = hop(resource.place, `hands questions below '${suffix ?? '?'}.' on`);
  const unread = suffix === undefined ? { reason: `the name of ${resource.id} isn't known`, place: resource.place } : undefined;
  if (source.kind === 'servers') {
    const reason = doubt ?? unread ?? source.doubt;
    return [{ names, path: [why], ...(reason && { doubt: reason }) }];
  }
  const target = index.get(source.network);
  const { answers } = target?.type === 'google_compute_network' ? resolver(index, target) : foreignResolver(source.network, []);
  return answers.flatMap((answer) => {
    const shared = common(names, answer.names);
    const reason = answer.doubt ?? doubt ?? unread;
    return shared === undefined ? [] : [{ names: shared, path: [why, ...answer.path], ...(reason && { doubt: reason }) }];
  });
}
