import type { CertificateSource } from './bootstrap-props';
import type { EnvoyConfig } from './extension';

/** Envoy's data source for a certificate. */
export function certificateData(source: CertificateSource): EnvoyConfig {
  if ('environment' in source) return { environment_variable: source.environment };
  const { file, watchedDirectory } = source;
  return { filename: file, ...(watchedDirectory !== undefined && { watched_directory: { path: watchedDirectory } }) };
}
