import { rulesOf } from './access-rules';
import { type Admission, unclear, unknownFields } from './admission';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import { stripsFromAgent } from './stripped-headers';
import { mutationProblems } from './upstream-filter';

/** What the HTTP filters of a connection manager do to requests. */
export interface HttpFilters {
  readonly access: readonly AccessFilter[];
  /** What CONNECT hands on to the listener that it leads to, a format for each key; undefined if that can't be told. */
  readonly handedOn: ReadonlyMap<string, string> | undefined;
  /** Whether agents can't send keys of their own, nor what some upstreams take for another method, path or host. */
  readonly strips: boolean;
  readonly problems: readonly Admission[];
}

/** An RBAC filter. */
export interface AccessFilter {
  readonly name: string;
  /** Whether it judges only the requests of routes that switch it on. */
  readonly isOff: boolean;
  readonly rules: Part | undefined;
}

const http = (name: string) => `extensions.filters.http.${name}`;
const accessType = http('rbac.v3.RBAC');
const handOnType = http('set_filter_state.v3.Config');
const mutationType = http('header_mutation.v3.HeaderMutation');
/** Filters that only count, note, hold back or refuse. */
const harmless = [
  http('header_to_metadata.v3.Config'),
  http('local_ratelimit.v3.LocalRateLimit'),
  http('buffer.v3.Buffer'),
  http('router.v3.Router'),
  accessType,
];

interface Listed {
  readonly filter: unknown;
  readonly extension: ReturnType<typeof extensionAt>;
}

/** What is known of a connection manager's filters. */
export function httpFiltersOf(manager: Part): HttpFilters {
  const listed = listAt(manager, 'http_filters') ?? [undefined];
  const found = listed.map((filter): Listed => ({ filter, extension: extensionAt(filter) }));
  const access = found.filter(({ extension }) => extension?.type === accessType);
  return {
    access: access.map((each) => ({
      name: textAt(each.filter, 'name') ?? '',
      isOff: isOff(each),
      rules: rulesOf(each.extension?.config),
    })),
    handedOn: handedOn(found.flatMap(({ extension }) => (extension?.type === handOnType ? [extension.config] : []))),
    strips:
      isStrict(manager) &&
      stripsFromAgent(
        found.flatMap((each) => (each.extension?.type === mutationType && !isOff(each) ? [each.extension.config] : [])),
      ),
    problems: found.flatMap(({ filter, extension }) => filterProblems(filter, extension)),
  };
}

/** Some servers take `x_api_key` for `x-api-key`, which the filters would not see. */
const isStrict = (manager: Part): boolean =>
  ['REJECT_REQUEST', 'DROP_HEADER'].includes(
    textAt(manager, 'common_http_protocol_options', 'headers_with_underscores_action') ?? '',
  );

const isOff = ({ filter }: Listed): boolean => isPart(filter) && filter.disabled === true;

/** A filter that is left out for some requests, as what it holds; undefined for one of another kind. */
function delegated(config: Part): ReturnType<typeof extensionAt> {
  return hasOnly(config, ['@type', 'extension_config', 'xds_matcher']) ? extensionAt(config.extension_config) : undefined;
}

function filterProblems(filter: unknown, extension: ReturnType<typeof extensionAt>): Admission[] {
  if (!extension) return [unclear('a filter of a connection manager can not be read')];
  const { type, config } = extension;
  if (type === 'extensions.common.matching.v3.ExtensionWithMatcher') return matchedProblems(filter, delegated(config));
  const fields = unknownFields(filter, `the filter '${textAt(filter, 'name')}'`, ['name', 'typed_config', 'disabled']);
  if (type === mutationType) return [...fields, ...mutationProblems(config, `the filter '${textAt(filter, 'name')}'`)];
  return harmless.includes(type) || type === handOnType ? fields : [unclear(`a filter of type ${type}, which isn't known`)];
}

/** Only what limits a body may be left out for some requests. */
const matchedProblems = (filter: unknown, extension: ReturnType<typeof extensionAt>): Admission[] =>
  extension?.type === http('buffer.v3.Buffer')
    ? filterProblems(filter, extension)
    : [unclear(`the filter '${textAt(filter, 'name')}' is left out for some requests`)];

function handedOn(configs: readonly Part[]): ReadonlyMap<string, string> | undefined {
  if (!configs.every((config) => hasOnly(config, ['@type', 'on_request_headers']))) return undefined;
  const states = configs.flatMap((config) => listAt(config, 'on_request_headers') ?? []);
  const formats = states.map(
    (state) =>
      [textAt(state, 'object_key') ?? '', textAt(state, 'format_string', 'text_format_source', 'inline_string') ?? ''] as const,
  );
  const found = new Map(formats);
  return found.size === formats.length ? found : undefined;
}

/** What a route says of filters by their names, or its virtual host where the route is silent. */
export const filterConfigs = (route: Part, host: Part): readonly (readonly [name: string, config: unknown])[] =>
  Object.entries({
    ...partAt(host, 'typed_per_filter_config'),
    ...partAt(route, 'typed_per_filter_config'),
  });

/** A filter that stands in the chain, and is judged there, may be switched on as it is. */
export const switchesOn = (config: unknown): boolean =>
  extensionAt(config)?.type === 'config.route.v3.FilterConfig' &&
  hasOnly(config, ['@type', 'config']) &&
  hasOnly(valueAt(config, 'config'), []);

/** The rules that requests of a route are under, each with the name of its filter. */
export function rulesUnder(
  { access }: HttpFilters,
  configs: readonly (readonly [name: string, config: unknown])[],
): readonly AccessFilter[] {
  return access.flatMap((filter): AccessFilter[] => {
    const own = configs.find(([name]) => name === filter.name)?.[1];
    if (own === undefined) return filter.isOff ? [] : [filter];
    if (switchesOn(own)) return [filter];
    const rules = hasOnly(own, ['@type', 'rbac']) ? rulesOf(partAt(own, 'rbac')) : undefined;
    return [{ ...filter, rules }];
  });
}
