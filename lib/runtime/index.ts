export type { AuditRecord } from '../audit/audit-record';
export type { FindEnvoyOptions } from './envoy/envoy-binary';
export { findEnvoy } from './envoy/envoy-binary';
export { LocalProxy } from './local-proxy';
export type { LocalProxyOptions, StartOptions } from './local-proxy-options';
export type { SecretSource } from './secrets/secret-source';
export { StartError } from './start-error';
