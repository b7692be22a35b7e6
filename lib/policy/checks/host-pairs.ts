import { type HostPattern, isAddress } from '../host-pattern';

/** Two owners with a host in common, and the two patterns that match it. */
export interface HostPair<T> {
  readonly earlier: T;
  readonly later: T;
  readonly hosts: readonly [earlier: HostPattern, later: HostPattern];
}

/**
 * Every pair of owners that have a host in common, once. As a wildcard is one label, `*.a.b` meets only itself and
 * the exact names directly under `a.b`: two look-ups a host find them all, in near-linear time.
 */
export function hostPairs<T>(owners: readonly T[], hostsOf: (owner: T) => readonly HostPattern[]): HostPair<T>[] {
  const filed = new Map<string, Filed<T>[]>();
  return owners.flatMap((later) => {
    const hosts = hostsOf(later);
    const met = new Map<T, HostPair<T>>();
    for (const host of hosts) {
      for (const { owner, host: other } of meetingKeys(host).flatMap((key) => filed.get(key) ?? [])) {
        if (!met.has(owner)) met.set(owner, { earlier: owner, later, hosts: [other, host] });
      }
    }
    for (const host of hosts) file(filed, { owner: later, host });
    return [...met.values()];
  });
}

interface Filed<T> {
  readonly owner: T;
  readonly host: HostPattern;
}

function file<T>(filed: Map<string, Filed<T>[]>, entry: Filed<T>): void {
  for (const key of ownKeys(entry.host)) {
    const there = filed.get(key);
    if (there) there.push(entry);
    else filed.set(key, [entry]);
  }
}

/** Where a host is filed: under its text and, for a name, as a member of the wildcard over it. */
function ownKeys(host: HostPattern): string[] {
  const over = wildcardOver(host);
  return over ? [host.text, `member ${over}`] : [host.text];
}

/** Where hosts are filed that have a host in common with this one. */
function meetingKeys(host: HostPattern): string[] {
  if (host.wildcard) return [host.text, `member ${host.text}`];
  const over = wildcardOver(host);
  return over ? [host.text, over] : [host.text];
}

function wildcardOver(host: HostPattern): string | undefined {
  if (host.wildcard || isAddress(host) || !host.text.includes('.')) return undefined;
  return `*${host.text.slice(host.text.indexOf('.'))}`;
}
