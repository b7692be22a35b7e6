export type { AuditRecord } from '../audit/audit-record';
export type { FindEnvoyOptions } from './envoy-binary';
export { findEnvoy } from './envoy-binary';
export { LocalProxy } from './local-proxy';
export type { LocalProxyOptions, StartOptions } from './local-proxy-options';
export type { SecretSource } from './secret-source';
export { StartError } from './start-error';
