import type { DestinationDocument } from '../schema';

/** A destination and its position in the policy. */
export interface Located {
  readonly index: number;
  readonly destination: DestinationDocument;
}
