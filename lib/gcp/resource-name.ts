import type { IConstruct } from 'constructs';

/**
 * A name for the resource that a construct stands for, unique in its app: what its path says, and a hash of it. Lower-case letters, digits and
 * hyphens, as most of Google Cloud takes (RFC 1035).
 *
 * @param longest - in characters; 63 for most resources, 30 for a service account's id
 */
export function resourceName({ node }: IConstruct, longest = 63): string {
  const hash = node.addr.slice(-8);
  const said = node.path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const start = said.replace(/^[^a-z]+/, '').slice(0, longest - hash.length - 1);
  return `${start.replace(/-+$/, '') || 'airlock'}-${hash}`;
}
