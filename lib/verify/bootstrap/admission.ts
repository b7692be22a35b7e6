import type { AddressSet } from '../traffic/address-set';
import type { UpstreamCredential } from './upstream-credential';

/** A request that a proxy passes on: what matches it, and the host that it goes to. */
export type Admission = HttpAdmission | ConnectAdmission | Leaf | Unclear;

export interface HttpAdmission {
  readonly kind: 'http';
  /** The agent whose connections take the route, as the configuration names it. */
  readonly agent: string;
  readonly host: string;
  readonly port: number;
  readonly methods: readonly string[] | 'any';
  readonly path: PathMatch;
  /** Headers that the proxy sets. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Addresses that the host may resolve to; undefined if any. */
  readonly addresses?: AddressSet;
  /** Expressions of paths that were answered before: what they match doesn't pass. */
  readonly denied: readonly string[];
  /** Methods that were answered before, whatever the path. */
  readonly deniedMethods: readonly string[];
  /** What the upstream is sent besides, whoever asks. */
  readonly credentials: readonly UpstreamCredential[];
  /** When the proxy itself stops passing it (RFC 3339). @default - never */
  readonly until?: string;
  /** Whether a request with a method and path of the upstream's comes to this route, and not to an earlier one. */
  readonly takes: (method: string, path: string) => boolean | undefined;
}

export interface ConnectAdmission {
  readonly kind: 'connect';
  readonly agent: string;
  /** A name, `*.name` for one label below it, `**.name` for any number of them, or `**` for all. */
  readonly host: string;
  readonly port: number;
  readonly addresses?: AddressSet;
  /** Expressions of names among these that don't pass. */
  readonly except: readonly string[];
  /** When the proxy itself stops passing it (RFC 3339). @default - never */
  readonly until?: string;
}

/** A certificate by which the proxy stands in for a destination's hosts. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly agent: string;
  readonly destination: string;
}

/** Something that may pass and can't be read as one of these. */
export interface Unclear {
  readonly kind: 'unclear';
  readonly what: string;
}

/** What of the path that the upstream is sent is matched. */
export type PathMatch =
  | { readonly kind: 'regex'; readonly regex: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'exact'; readonly path: string };

export const unclear = (what: string): Unclear => ({ kind: 'unclear', what });

/** Fields of a mapping that aren't among those whose meaning is known. */
export function unknownFields(value: unknown, where: string, known: readonly string[]): Unclear[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [unclear(`${where} can't be read`)];
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => unclear(`${where} has '${name}', whose effect isn't known`));
}
