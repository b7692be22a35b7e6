import type { Workload } from '../../model/workload';
import { isFields, Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { partsOf } from '../credentials/secret-value';
import { ownArn } from '../policy-language/arn';
import { charGlyphs, type Glyphs, glyphsOf } from '../policy-language/glyph';
import { elementsAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';

/** What belongs to the proxies, and so must be out of an agent's hands. */
export interface ProxyParts {
  /** Resources that the proxies' definitions refer to, themselves included. */
  readonly resources: ReadonlySet<string>;
  /** Functions whose environment holds a credential. */
  readonly telling: ReadonlySet<string>;
  /** ARNs of the repositories that their images come from. */
  readonly repositories: readonly Glyphs[];
}

/** The parts of the proxies, from their workloads and what these stand for. */
export function proxyParts(index: ResourceIndex, proxies: readonly Workload[], workloads: readonly Workload[]): ProxyParts {
  const own = proxies.flatMap(({ id, aliases }) => [id, ...aliases].flatMap((name) => index.get(name) ?? []));
  const resources = new Set(own.map(({ id }) => id));
  for (const { properties } of own) for (const reference of referencesIn(properties)) resources.add(reference.resource);
  const telling = new Set(workloads.filter(({ credentials }) => credentials.length > 0).map(({ id }) => id));
  return { resources, telling, repositories: own.flatMap((resource) => repositoriesOf(index, resource)) };
}

/** Every reference in a value. */
export function referencesIn(value: Value | undefined): Reference[] {
  if (value instanceof Reference) return [value];
  if (value instanceof Text || Array.isArray(value) || isFields(value)) return partsOf(value).flatMap(referencesIn);
  return [];
}

function repositoriesOf(index: ResourceIndex, { properties }: Resource): Glyphs[] {
  const images = elementsAt(index, properties, [
    'ContainerDefinitions.Image',
    'ContainerProperties.Image',
    'Code.ImageUri',
    'Environment.Image',
  ]);
  return images.map((image) => {
    const glyphs = glyphsOf(image, 'literal');
    const isChar = (wanted: string) => (glyph: Glyphs[number]) => glyph.kind === 'char' && wanted.includes(glyph.char);
    const name = glyphs.slice(glyphs.findIndex(isChar('/')) + 1);
    const end = name.findIndex(isChar('@:'));
    return ownArn('ecr', true, true, [...charGlyphs('repository/'), ...(end < 0 ? name : name.slice(0, end))]);
  });
}
