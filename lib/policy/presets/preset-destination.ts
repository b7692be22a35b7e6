import type { DestinationInput } from '../schema';

/** A destination of a preset, and why the agent needs its host. */
export interface PresetDestination {
  readonly destination: DestinationInput;
  readonly because: string;
}
