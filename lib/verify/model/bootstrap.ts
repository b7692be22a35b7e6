import type { Hop } from '../world/hop';

/** A configuration of Envoy that stands in a proxy's definition. */
export interface Bootstrap {
  /** The proxy's id, as its role has it. */
  readonly proxy: string;
  /** YAML or JSON; what the cloud chooses at deployment is replaced by a word. */
  readonly text: string;
  readonly hop: Hop;
  /** Why Envoy may run with something else. @default - this is what it is started with */
  readonly doubt?: string;
  /** What is taken for granted about it, as reports print it. @default - nothing */
  readonly assumption?: string;
}
