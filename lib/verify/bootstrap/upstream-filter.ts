import { createHash } from 'node:crypto';
import { type Admission, unclear, unknownFields } from './admission';
import { extensionAt, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { injectedCredential, signedCredential, tokenEndpoint, type UpstreamCredential } from './upstream-credential';

/** What a filter does to requests on their way to an upstream: none may change what was judged. */
export interface UpstreamFilter {
  readonly problems: readonly Admission[];
  readonly credential?: UpstreamCredential;
  /** Where it gets tokens from. */
  readonly tokens?: { readonly cluster: string; readonly host: string };
}

/** What is known of such a filter. */
export function upstreamFilter(filter: unknown, where: string): UpstreamFilter {
  const found = extensionAt(filter);
  switch (found?.type) {
    case 'extensions.filters.http.upstream_codec.v3.UpstreamCodec':
    // it only refuses, what it lets through is read where addresses are
    case 'extensions.filters.http.rbac.v3.RBAC':
      return { problems: [] };
    case 'extensions.filters.http.credential_injector.v3.CredentialInjector':
      return { ...adding(injectedCredential(found.config), where), tokens: tokenEndpoint(found.config) };
    case 'extensions.filters.http.header_mutation.v3.HeaderMutation':
      return { problems: mutationProblems(found.config, where) };
    case 'extensions.filters.http.aws_request_signing.v3.AwsRequestSigning':
      return adding(signedCredential(found.config), where);
    case 'extensions.filters.http.lua.v3.Lua':
      return { problems: scriptProblems(found.config, where) };
    default:
      return { problems: [unclear(`${where} has a filter '${found?.type}', which isn't known`)] };
  }
}

const adding = (credential: UpstreamCredential | undefined, where: string): UpstreamFilter =>
  credential === undefined
    ? { problems: [unclear(`${where} adds a credential in a way that isn't known`)] }
    : { problems: [], credential };

/** Removing a header admits nothing; setting one might change the path that was judged. */
export function mutationProblems(config: Part, where: string): Admission[] {
  const changes = listAt(partAt(config, 'mutations') ?? {}, 'request_mutations');
  const removes = changes?.every(
    (each) => isPart(each) && Object.keys(each).every((name) => name === 'remove' || name === 'remove_on_match'),
  );
  return removes ? [] : [unclear(`${where} changes headers of requests`)];
}

/**
 * SHA-256 of the scripts whose effect is known: they set `authorization`, answer 401 where it isn't what it should be, or lengthen the life of
 * a token.
 */
const knownScripts = [
  'b01ce00966f9657df03f3bae2d2ea9be6d78d6b666c32653e425b426e50df313',
  'aacd792e556fcca43368c02e8da80fc8095e5cd81626e25f5c21bceaf88cc7ca',
  '45c6aa950521708c213a50e30a87aec562374f995592daf0ba36a9358630f287',
  'f96d60199d10443801a8d0be1d828d40695b3eecd0f2cbae0837d465a39dc0bb',
];

function scriptProblems(config: Part, where: string): Admission[] {
  const script = textAt(config, 'default_source_code', 'inline_string') ?? '';
  const isKnown = knownScripts.includes(createHash('sha256').update(script).digest('hex'));
  const open = unknownFields(config, where, ['@type', 'default_source_code']);
  return isKnown ? open : [...open, unclear(`${where} runs a script that isn't known`)];
}
