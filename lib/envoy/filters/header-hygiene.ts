import { agentCredentialHeaders } from '../../policy/credential-header';
import { type EnvoyConfig, extension } from '../extension';

/** Headers that some upstreams take for another method, path, host or source than the ones that were judged. */
const overrides = [
  'cf-connecting-ip',
  'client-ip',
  'fastly-client-ip',
  'forwarded',
  'forwarded-for',
  'front-end-https',
  'proxy',
  'true-client-ip',
  'via',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-host',
  'x-method-override',
];
const overridePrefixes = [
  'x-airlock-',
  'x-envoy-',
  'x-forwarded',
  'x-http-host',
  'x-http-method',
  'x-original-',
  'x-override-',
  'x-real-',
  'x-remote-',
  'x-rewrite-',
];

/** Headers by which single services take a key, besides those that no agent may ever send. */
const otherKeys = [
  'api-key',
  'apikey',
  'cookie2',
  'dd-api-key',
  'dd-application-key',
  'deploy-token',
  'job-token',
  'ocp-apim-subscription-key',
  'private-token',
  'x-access-token',
  'x-apikey',
  'x-auth-email',
  'x-auth-key',
  'x-auth-token',
  'x-authorization',
  'x-figma-token',
  'x-functions-key',
  'x-ms-authorization-auxiliary',
  'x-subscription-token',
  'x-vault-token',
  'xi-api-key',
];

/** Headers that concern one connection only; Envoy itself takes out just those that it acts on. */
const hopByHop = ['expect', 'http2-settings', 'keep-alive', 'proxy-authenticate', 'proxy-connection', 'te', 'trailer', 'upgrade'];

/** What Envoy itself adds to an upstream request; the upstream has no use for it. */
const added = ['x-envoy-external-address', 'x-envoy-internal', 'x-forwarded-for', 'x-forwarded-proto', 'x-request-id'];

/** Strips what the agent may not say, before anything is decided or injected. */
export function stripFromAgent(credentialHeaders: readonly string[]): EnvoyConfig {
  const names = [...new Set([...agentCredentialHeaders, ...otherKeys, ...overrides, ...hopByHop, ...credentialHeaders])].sort();
  const prefixes = overridePrefixes.map((prefix) => `${prefix}.*`);
  // one look at each header that came is cheaper than looking for each of these
  const regex = `(?i)(?:${[...names.map(literal), ...prefixes].join('|')})`;
  return mutation('airlock.strip', {
    request_mutations: [{ remove_on_match: { key_matcher: { safe_regex: { regex } } } }],
    // a session that the upstream opens belongs to the injected credential, not to the agent
    response_mutations: [{ remove: 'set-cookie' }, { remove: 'set-cookie2' }],
  });
}

// a header's name may hold what means something in an expression
const literal = (name: string): string => name.replaceAll(/[^a-z0-9-]/g, '\\$&');

/** Strips Envoy's own additions in the upstream chain, and there, where no answer of the proxy's passes, what only the proxy may say. */
export const stripFromProxy: EnvoyConfig = mutation('airlock.strip-own', {
  request_mutations: added.map((remove) => ({ remove })),
  response_mutations: [{ remove: 'x-airlock-denied' }],
});

function mutation(name: string, mutations: EnvoyConfig): EnvoyConfig {
  return extension(name, 'extensions.filters.http.header_mutation.v3.HeaderMutation', { mutations });
}
