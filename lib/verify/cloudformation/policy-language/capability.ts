import type { Capability, CapabilityKind } from './capability-row';
import { identityCapabilities } from './identity-capabilities';
import { infrastructureCapabilities } from './infrastructure-capabilities';

/** All that an agent's identity must not be able to do; the kinds are those of `docs/what-proven-means.md`, "Identity". */
export const capabilities: readonly Capability[] = [...identityCapabilities, ...infrastructureCapabilities];

/** The capabilities of a kind. */
export const capabilitiesOf = (kind: CapabilityKind): readonly Capability[] => capabilities.filter((one) => one.kind === kind);
