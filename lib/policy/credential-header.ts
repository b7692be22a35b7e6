import type { Credential } from './schema';

/** Headers by which agents could bring a key of their own; never taken from an agent at a gateway or intercept. */
export const agentCredentialHeaders = [
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
  'x-goog-api-key',
] as const;

/** The headers that the proxy sets for a credential, in lower case; the first one carries it. */
export function credentialHeaders(credential: Credential): readonly string[] {
  if (credential.type === 'header') return [credential.header];
  if (credential.type !== 'aws-sigv4') return ['authorization'];
  return ['authorization', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];
}
