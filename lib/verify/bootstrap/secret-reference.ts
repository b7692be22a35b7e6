import { hasOnly, isPart, type Part, textAt } from './envoy-config';

/** Whether a secret is the bootstrap's own, or comes from a file that the operator gives, and from nowhere else. */
export function secretFile(reference: Part): boolean {
  if (!hasOnly(reference, ['name', 'sds_config'])) return false;
  const { sds_config: source } = reference;
  if (source === undefined) return true;
  const known = hasOnly(source, ['path_config_source', 'resource_api_version', 'initial_fetch_timeout']);
  return known && isPart(source) && textAt(source, 'path_config_source', 'path') !== undefined;
}
