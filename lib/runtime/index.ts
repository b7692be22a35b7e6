export type { AuditRecord } from './audit-record';
export type { CertificateAuthorityProps, IssuedCertificate, IssueProps } from './certificate-authority';
export { CertificateAuthority } from './certificate-authority';
export type { FindEnvoyOptions } from './envoy-binary';
export { findEnvoy } from './envoy-binary';
export { LocalProxy } from './local-proxy';
export type { LocalProxyOptions } from './local-proxy-options';
export type { SecretSource } from './secret-source';
export { StartError } from './start-error';
