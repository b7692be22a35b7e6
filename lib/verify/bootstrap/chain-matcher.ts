import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';

/** A filter chain that takes TLS connections for a host and port with one server name in their handshake. */
export interface NamedChain {
  /** Host and port, as CONNECT handed them on. */
  readonly name: string;
  readonly serverName: string;
  readonly chain: Part;
}

/**
 * The filter chains of a listener that tells connections apart by what CONNECT handed on and by the handshake's server name, and closes
 * all others; undefined if it tells them apart in another way.
 */
export function namedChains(listener: Part): readonly NamedChain[] | undefined {
  const chains = (listAt(listener, 'filter_chains') ?? []).filter(isPart);
  if ('default_filter_chain' in listener || chains.some((chain) => 'filter_chain_match' in chain)) return undefined;
  const closed = new Set(chains.filter(closes).map(({ name }) => String(name)));
  const named = byName(partAt(listener, 'filter_chain_matcher'), closed);
  const found = named?.map(({ chain, ...rest }) => ({ ...rest, chain: onlyOne(chains, chain) }));
  return found?.every((each): each is NamedChain => each.chain !== undefined) ? found : undefined;
}

function onlyOne(chains: readonly Part[], name: string): Part | undefined {
  const [found, ...others] = chains.filter((chain) => chain.name === name);
  return others.length === 0 ? found : undefined;
}

const closes = (chain: Part): boolean => {
  const filters = listAt(chain, 'filters') ?? [];
  const types = filters.map((filter) => extensionAt(filter)?.type);
  return filters.length > 0 && types.every((type) => type === 'extensions.filters.network.direct_response.v3.Config');
};

interface Leaf {
  readonly name: string;
  readonly serverName: string;
  readonly chain: string;
}

function byName(matcher: Part | undefined, closed: ReadonlySet<string>): readonly Leaf[] | undefined {
  const transports = exactly(matcher, 'TransportProtocolInput', {}, closed);
  const names = transports?.flatMap(([transport, next]) =>
    transport === 'tls' ? exactly(partAt(next, 'matcher'), 'FilterStateInput', { key: 'airlock.name' }, closed) : undefined,
  );
  const leafs = names?.flatMap((entry) => {
    const found = entry && exactly(partAt(entry[1], 'matcher'), 'ServerNameInput', {}, closed);
    return (
      found?.map(([serverName, action]) => ({ name: entry?.[0] ?? '', serverName, chain: chainName(action) })) ?? [undefined]
    );
  });
  return leafs?.every((leaf): leaf is Leaf => leaf?.chain !== undefined) ? leafs : undefined;
}

/** The branches of a matcher by the exact text of an input, all else being closed; undefined for another matcher. */
function exactly(
  matcher: Part | undefined,
  input: string,
  fields: Part,
  closed: ReadonlySet<string>,
): readonly (readonly [string, unknown])[] | undefined {
  const tree = partAt(matcher, 'matcher_tree');
  const { type, config } = extensionAt(valueAt(tree, 'input')) ?? {};
  const isKnown =
    hasOnly(matcher, ['matcher_tree', 'on_no_match']) &&
    hasOnly(tree, ['input', 'exact_match_map']) &&
    type === `extensions.matching.common_inputs.network.v3.${input}` &&
    hasOnly(config, ['@type', ...Object.keys(fields)]) &&
    Object.entries(fields).every(([name, value]) => config?.[name] === value);
  const otherwise = chainName(matcher?.on_no_match);
  const map = partAt(tree, 'exact_match_map', 'map');
  return isKnown && map && otherwise !== undefined && closed.has(otherwise) ? Object.entries(map) : undefined;
}

/** The chain that a matcher's end leads to. */
function chainName(end: unknown): string | undefined {
  const action = hasOnly(end, ['action']) ? partAt(end, 'action', 'typed_config') : undefined;
  return textAt(action, '@type') === 'type.googleapis.com/google.protobuf.StringValue' ? textAt(action, 'value') : undefined;
}
