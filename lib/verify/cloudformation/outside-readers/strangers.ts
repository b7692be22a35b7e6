import { grouped } from '../../indexing/grouped';
import { hop } from '../../world/hop';
import { isFields, Text, type Value } from '../../world/value';
import { namesIn } from '../boundary-doubts';
import { namedAmong } from '../identity/named-things';
import { oncePerIndex } from '../reading/once-per-index';
import { treatmentOf } from '../resource-types';
import { type Outlet, outlets, type Thing } from './outlet';

/** What isn't modelled and names a thing may take what is in it, or share it. */
export function strangersOf(thing: Thing): readonly Outlet[] {
  const { index, own, resource } = thing;
  const byText = texts(index).filter(({ text }) => namedAmong(index, text, own, [resource]).length > 0);
  const all = new Set([...(byReference(index).get(resource.id) ?? []), ...byText].map(({ stranger }) => stranger));
  return [...all].flatMap(({ place, type }) =>
    outlets('maybe', hop(place, `is a ${type}, which isn't modelled and has to do with ${resource.id}`)),
  );
}

const strangers = oncePerIndex((index) =>
  [...index.world.resources.values()].filter(({ type }) => treatmentOf(type).kind === 'unmodelled'),
);

const byReference = oncePerIndex((index) => {
  const names = namesIn(index);
  const named = strangers(index).flatMap((stranger) => [...names(stranger.id)].map((name) => ({ name, stranger })));
  return grouped(named, ({ name }) => name);
});

/** The ARNs that are written in what isn't modelled. */
const texts = oncePerIndex((index) =>
  strangers(index).flatMap((stranger) => arnsIn(stranger.properties).map((text) => ({ text, stranger }))),
);

function arnsIn(value: Value): readonly (string | Text)[] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [value] : [];
  if (value instanceof Text) return typeof value.parts[0] === 'string' && value.parts[0].startsWith('arn:') ? [value] : [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(arnsIn);
  return isFields(value) ? Object.values(value).flatMap(arnsIn) : [];
}
