import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { namedThings } from '../identity/named-things';
import type { Glyphs } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import type { ResourceIndex } from '../resource-index';
import { backedUp } from './backups';
import { type Kind, kinds } from './kinds';
import { type Outlet, onceEach, type Surroundings, type Thing } from './outlet';
import { strangersOf } from './strangers';

/** A thing that somebody outside reads, or that an agent may let others read. */
export interface Kept extends Thing {
  readonly kind: Kind;
  readonly arn: Glyphs;
  readonly outlets: readonly Outlet[];
}

/**
 * Things with their outlets, those of what they pass on to among them. A thing is asked again when what it passes on to has got more outlets, so that
 * neither a ring of things nor many ways between them take long.
 */
export function keptThings(index: ResourceIndex, asked: readonly Resource[], own: Surroundings): readonly Kept[] {
  const kept = new Map<string, Kept>();
  const askers = new Map<string, Map<string, Resource>>();
  const queue = [...asked];
  for (const resource of queue) {
    const onward = (target: Value | undefined): readonly Outlet[] | undefined => {
      const next = namedThings(index, target, own, Object.keys(kinds)).find(({ answer }) => answer === 'yes')?.resource;
      if (!next) return undefined;
      if (!askers.has(next.id)) queue.push(next);
      askers.set(next.id, (askers.get(next.id) ?? new Map()).set(resource.id, resource));
      return kept.get(next.id)?.outlets ?? [];
    };
    const now = keptThing({ index, resource, own, onward });
    if (!now) continue;
    if (weight(now) > weight(kept.get(resource.id))) queue.push(...(askers.get(resource.id)?.values() ?? []));
    kept.set(resource.id, now);
  }
  return asked.flatMap(({ id }) => kept.get(id) ?? []);
}

/** Grows with each outlet, and when one becomes certain. */
const weight = (kept: Kept | undefined): number =>
  (kept?.outlets ?? []).reduce((sum, { answer }) => sum + (answer === 'yes' ? 2 : 1), 0);

function keptThing(asked: Omit<Thing, 'contents'>): Kept | undefined {
  const kind = kinds[asked.resource.type];
  if (!kind) return undefined;
  const arn = arnOf(asked.resource) ?? [];
  const thing = { ...asked, contents: kind.contents?.(arn) ?? [arn] };
  const found = [...kind.outlets(thing), ...backedUp(asked.index, asked.resource, asked.own), ...strangersOf(thing)];
  return { ...thing, kind, arn, outlets: onceEach(found) };
}
