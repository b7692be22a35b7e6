export type { AuditTrailProps } from './audit-trail';
export { AuditTrail } from './audit-trail';
export type { EgressNetworkProps, ExistingEgress } from './egress-network';
export { EgressNetwork } from './egress-network';
export type { INetwork, ISubnetwork } from './network-ref';
export { PinnedImage } from './pinned-image';
export type { ExistingNetwork, SealedNetworkProps } from './sealed-network';
export { SealedNetwork } from './sealed-network';
export type { IEgressProxy, SharedProxyAttributes } from './shared-proxy';
