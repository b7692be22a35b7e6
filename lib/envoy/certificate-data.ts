import type { CertificateSource } from './bootstrap-props';
import type { EnvoyConfig } from './extension';

/** Envoy's data source for a certificate. */
export const certificateData = (source: CertificateSource): EnvoyConfig =>
  'file' in source ? { filename: source.file } : { environment_variable: source.environment };
