import type { Capability } from '../../model/identity';
import type { Interface } from '../../model/interface';
import type { Doubt } from '../../world/doubt';
import { textCredentials } from '../credentials/environment';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import type { Boundary } from './boundary';
import { type HeldRole, type Permitted, permitted } from './permission-grant';
import { type PermissionRow, permissionRows } from './permission-rows';
import { admitsTunnels } from './tunnels';

/** What the rows of the table make of a role. */
export const rowCapabilities = (index: ResourceIndex, role: HeldRole, boundary: Boundary): Capability[] =>
  permissionRows.flatMap((row) => {
    if (row.makes && role.on.level === 'resource') return [];
    const allowed = permitted(index, role, row.permissions);
    if (allowed.length === 0) return [];
    const effect = effectOf(index, role, row, boundary);
    return effect === 'none' ? [] : [capability(row, allowed, effect === 'certain' ? undefined : effect)];
  });

function capability({ kind }: PermissionRow, allowed: readonly Permitted[], limit: Doubt | undefined): Capability {
  const [first, second, third, ...more] = allowed.map(({ permission }) => permission);
  const names = [first, second, third].filter((name) => name !== undefined).join(', ');
  const { role } = allowed[0] as Permitted;
  const certain = allowed.some(({ doubt }) => doubt === undefined);
  const doubt = limit ?? (certain ? undefined : allowed[0]?.doubt);
  const what = `${names}${more.length > 0 ? ` and ${more.length} more` : ''} on ${role.on.key}`;
  return { kind, what, path: [role.hop], ...(doubt && { doubt }) };
}

type Effect = 'certain' | 'none' | Doubt;

/** Whether permissions of a row matter on what the role is granted on. */
function effectOf(
  index: ResourceIndex,
  { account, on, hop, isPublic }: HeldRole,
  { object = 'any' }: PermissionRow,
  boundary: Boundary,
): Effect {
  const isOne = on.level === 'resource';
  const mayBe = (reason: string): Doubt => ({ reason, place: hop });
  switch (object) {
    case 'any':
      return 'certain';
    case 'account':
      return isOne && on.key === account ? 'none' : 'certain';
    case 'cluster':
      return index.ofType('google_container_cluster').length > 0 ? 'certain' : 'none';
    case 'telling':
      return boundary.tellsCredentials && (!isOne || boundary.proxies.has(on.key)) ? 'certain' : 'none';
    case 'telling bucket':
      return isOne
        ? tellingBuckets(index).has(on.key)
          ? 'certain'
          : 'none'
        : tellingBuckets(index).size > 0
          ? 'certain'
          : 'none';
    case 'host':
      if (!isOne || boundary.proxies.has(on.key)) return 'certain';
      return boundary.agents.has(on.key) ? 'none' : mayBe(`what can be done from ${on.key} isn't known`);
    case 'called':
      // what everybody may call is a matter of the network alone
      if (isPublic) return 'none';
      return calledEffect(isOne ? [on.key] : [...boundary.hosts.keys()], on.key, boundary, mayBe);
    case 'tunnelled':
      return tunnelledEffect(isOne ? [on.key] : [...boundary.hosts.keys()], on.key, boundary, mayBe);
    case 'workflow':
      return workflowEffect(index, mayBe);
    case 'proxy secret':
    case 'proxy image':
    case 'proxy file':
      return partEffect(index, object, isOne ? on.key : undefined, boundary, mayBe);
  }
}

/** Buckets with an object whose contents, as the inputs have them, hold a credential. */
const tellingBuckets = oncePerIndex((index): ReadonlySet<string> => {
  const objects = index.ofType('google_storage_bucket_object', 'google_storage_bucket_object_content');
  const telling = objects.filter(({ properties, place }) =>
    textCredentials(index, 'content', properties.content, place).some(({ doubt }) => !doubt),
  );
  return new Set(telling.map(({ properties }) => index.keyOf(properties.bucket, 'google_storage_bucket') ?? ''));
});

/** Code does for its callers what it was written for; agents and the proxy may be called. */
function calledEffect(keys: readonly string[], named: string, boundary: Boundary, mayBe: (reason: string) => Doubt): Effect {
  const others = keys.filter(
    (key) => !boundary.agents.has(key) && !boundary.proxies.has(key) && (boundary.hosts.has(key) || key === named),
  );
  const [other] = others.filter((key) => boundary.hosts.has(key) || keys.length === 1);
  return other === undefined ? 'none' : mayBe(`what ${other} does for its callers isn't in the inputs`);
}

/** A workflow sends requests with what it is started with, as its steps say. */
function workflowEffect(index: ResourceIndex, mayBe: (reason: string) => Doubt): Effect {
  const [workflow] = index.ofType('google_workflows_workflow');
  return workflow ? mayBe(`what ${workflow.id} sends, and to whom, isn't judged`) : 'none';
}

/** "Using IAP for TCP forwarding": a tunnel leads to every port of a host that lets it in, the proxy's too. */
function tunnelledEffect(keys: readonly string[], named: string, boundary: Boundary, mayBe: (reason: string) => Doubt): Effect {
  const lets = keys.find((key) => !boundary.agents.has(key) && interfacesOf(boundary, key).some(admitsTunnels));
  if (lets !== undefined) return mayBe(`what a tunnel to ${lets} lets its user do isn't in the inputs`);
  return calledEffect(keys, named, boundary, mayBe);
}

const interfacesOf = ({ hosts, interfaces }: Boundary, key: string): readonly Interface[] =>
  interfaces.get(hosts.get(key)?.id ?? key) ?? [];

/** What a proxy is made from: where it is kept, how the proxy's definition names it, and whether to write there is to control the proxy. */
const kept = {
  'proxy secret': {
    types: ['google_secret_manager_secret', 'google_secret_manager_regional_secret'],
    named: /(?:^|\/)secrets\//,
    isCertain: true,
  },
  'proxy image': { types: ['google_artifact_registry_repository'], named: /\.pkg\.dev\//, isCertain: true },
  'proxy file': { types: ['google_storage_bucket'], named: /\bgs:\/\/|storage\.googleapis\.com\//, isCertain: false },
} as const;

function partEffect(
  index: ResourceIndex,
  object: keyof typeof kept,
  key: string | undefined,
  boundary: Boundary,
  mayBe: (reason: string) => Doubt,
): Effect {
  const { types, named, isCertain } = kept[object];
  const isPart = (part: string) => boundary.proxies.has(part) || isNamed(index, part, boundary);
  const all = key === undefined ? index.ofType(...types).map(({ id }) => id) : [key];
  const part = all.find(isPart) ?? (key === undefined ? boundary.texts.find((text) => named.test(text)) : undefined);
  if (part === undefined) return 'none';
  return isCertain ? 'certain' : mayBe(`whether the proxy takes its code or configuration from ${part} isn't in the inputs`);
}

/** Whether a text of the proxy's definition names a resource: `REGION-docker.pkg.dev/PROJECT/REPOSITORY/…`, `gs://BUCKET/…`. */
function isNamed(index: ResourceIndex, id: string, { texts }: Boundary): boolean {
  const resource = index.get(id);
  const name = index.follow(resource?.properties.repository_id ?? resource?.properties.secret_id ?? resource?.properties.name);
  return typeof name === 'string' && name !== '' && texts.some((text) => text.split(/[/:\s"'@]/).includes(name));
}
