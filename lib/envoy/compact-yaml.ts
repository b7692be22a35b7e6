import { stringify } from 'yaml';
import type { EnvoyConfig } from './extension';

/**
 * The configuration as YAML in which what repeats stands once, by anchor and alias, where bytes count:
 * an ECS task definition holds 64 KiB. Envoy reads it with `--config-yaml`.
 */
export function compactYaml(config: EnvoyConfig): string {
  return stringify(interned(config, new Map()), {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
  });
}

/** The same data in which equal objects and lists are one and the same, which is what makes YAML write an alias. */
function interned(value: unknown, seen: Map<string, unknown>): unknown {
  if (value === null || typeof value !== 'object') return value;
  const key = JSON.stringify(value);
  const known = seen.get(key);
  if (known) return known;
  const copy = Array.isArray(value)
    ? value.map((item) => interned(item, seen))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, interned(item, seen)]));
  // an alias of something short costs more than it saves
  if (key.length > 40) seen.set(key, copy);
  return copy;
}
