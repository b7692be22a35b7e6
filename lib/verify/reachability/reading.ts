import type { Mode } from './mode';
import type { NetworkMap } from './network-map';
import type { Parties } from './party';

/** A model, with one way to read its doubts. */
export interface Reading {
  readonly map: NetworkMap;
  readonly parties: Parties;
  readonly mode: Mode;
}
