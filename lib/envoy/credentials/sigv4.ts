import { dirname } from 'node:path';
import type { Credential } from '../../policy/schema';
import type { AwsCredentials } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { authorizationGuard } from './credential-guard';

type SigningCredential = Extract<Credential, { type: 'aws-sigv4' }>;

/** The largest body that is signed where the policy sets no limit, in bytes: it's held until it was read whole. Undefined if none is signed. */
export const signedBytes = (credential: Credential | undefined): number | undefined =>
  credential?.type === 'aws-sigv4' ? 33_554_432 : undefined;

/** AWS's Signature Version 4 over what the upstream is sent: the rewritten host and path, and the whole body. */
export function sigv4Filters({ service, region }: SigningCredential, source: AwsCredentials): readonly EnvoyConfig[] {
  return [
    extension('envoy.filters.http.aws_request_signing', 'extensions.filters.http.aws_request_signing.v3.AwsRequestSigning', {
      service_name: service,
      region,
      // what proxies on the way may change isn't signed; the host and what belongs to the signature always are
      match_included_headers: [{ exact: 'content-type' }, { prefix: 'x-amz-' }],
      credential_provider: { custom_credential_provider_chain: true, ...provider(source) },
    }),
    // without credentials the signing filter passes requests on as they are
    authorizationGuard('AWS4%-HMAC%-SHA256 '),
  ];
}

/** No other place is asked for credentials than this one: Envoy's own chain ends at the instance's metadata. */
function provider(source: AwsCredentials): EnvoyConfig {
  if (source.kind === 'task-role') return { container_credential_provider: {} };
  const { file } = source;
  return {
    credentials_file_provider: { credentials_data_source: { filename: file, watched_directory: { path: dirname(file) } } },
  };
}
