import type { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import type { Family } from './contact';
import type { Way } from './way';

/** What a search comes upon, before it is told what hangs on doubt. */
export type Found =
  /** `direct` where no forwarder passes the connection on. */
  | { readonly kind: 'proxy'; readonly proxy: string; readonly member: string; readonly direct: boolean }
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  | { readonly kind: 'internet' }
  | { readonly kind: 'outside'; readonly what: string }
  | { readonly kind: 'unknown'; readonly doubt: Doubt }
  | { readonly kind: 'host'; readonly host: string; readonly alike: readonly string[]; readonly agent: boolean };

/** A part of what reaches something, by one way: what no way before it brought. */
export interface Find {
  readonly found: Found;
  /** Undefined where no packet tells. */
  readonly family?: Family;
  /** By destination address where `found` doesn't name who is there; otherwise with every address of the family. */
  readonly traffic: TrafficSet;
  readonly way?: Way;
}

/** A text that two finds share only if they are about the same thing. */
export function findKey({ found, family }: Pick<Find, 'found' | 'family'>): string {
  switch (found.kind) {
    case 'proxy':
      return `proxy ${found.proxy} ${found.member} ${found.direct} ${family}`;
    case 'endpoint':
      return `endpoint ${found.endpoint} ${family}`;
    case 'internet':
      return `internet ${family}`;
    case 'outside':
      return `outside ${found.what} ${family}`;
    case 'unknown':
      return `unknown ${found.doubt.reason} ${family}`;
    case 'host':
      return `host ${found.host}`;
  }
}
