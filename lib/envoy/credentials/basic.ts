import type { Credential } from '../../policy/schema';
import type { SecretDelivery } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { injectSecret } from './credential-injector';
import { secretReference } from './credential-secret';
import { luaFilter } from './lua-filter';

type BasicCredential = Extract<Credential, { type: 'basic' }>;

/** HTTP's Basic scheme (RFC 7617) with the policy's user name; the secret is the password as it is, wherever it comes from. */
export function basicFilters({ username, secret }: BasicCredential, secrets: SecretDelivery): readonly EnvoyConfig[] {
  const plain = { header: 'authorization', prefix: `${username}:`, secret: secretReference(secret, secrets) };
  return [injectSecret(plain), luaFilter('airlock.basic', encode)];
}

// Envoy passes a request on whose script failed, so what may fail is called where a failure is seen
const encode = `
function envoy_on_request(handle)
  local encoded, value = pcall(function()
    return "Basic " .. handle:base64Escape(handle:headers():get("authorization"))
  end)
  if encoded then
    handle:headers():replace("authorization", value)
  else
    handle:respond({[":status"] = "401"}, "")
  end
end
`;
