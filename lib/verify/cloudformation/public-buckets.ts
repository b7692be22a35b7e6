import type { ServiceEndpoint } from '../model/service-endpoint';
import { type Hop, hop } from '../world/hop';
import { within } from '../world/place';
import { isFields } from '../world/value';
import type { Resource } from '../world/world';
import { about } from './identity/other-resource';
import { asked, mayOn, type RoleRequester } from './identity/requester';
import { resourcePolicy } from './identity/resource-policies';
import { actionGlyphs } from './policy-language/action';
import { allows, decide } from './policy-language/allows';
import { type Answer, allOf, oneOf } from './policy-language/answer';
import { absent, type Fact, free } from './policy-language/fact';
import type { Glyphs } from './policy-language/glyph';
import { statementsOf } from './policy-language/parse-policy';
import { arnOf, objectsOf } from './policy-language/resource-arn';
import type { ResourceIndex } from './resource-index';
import { truth } from './truth';

/** A bucket of the inputs that everybody may read. */
interface PublicBucket {
  readonly bucket: Resource;
  readonly objects: Glyphs;
  readonly answer: Exclude<Answer, 'no'>;
  readonly hop: Hop;
}

/** The endpoints, those to S3 opened where an agent can write by them into a bucket that everybody may read: its account is this one all the same. */
export function withPublicBuckets(
  index: ResourceIndex,
  endpoints: readonly ServiceEndpoint[],
  agents: readonly RoleRequester[],
): readonly ServiceEndpoint[] {
  if (!endpoints.some(isStorage)) return endpoints;
  const buckets = index.ofType('AWS::S3::Bucket').flatMap((bucket) => publicBucket(index, bucket));
  if (buckets.length === 0) return endpoints;
  return endpoints.map((endpoint) => (isStorage(endpoint) ? opened(index, endpoint, buckets, agents) : endpoint));
}

const isStorage = ({ service, confinement }: ServiceEndpoint): boolean => service === 's3' && confinement.verdict !== 'open';

function opened(
  index: ResourceIndex,
  endpoint: ServiceEndpoint,
  buckets: readonly PublicBucket[],
  agents: readonly RoleRequester[],
): ServiceEndpoint {
  const ways = buckets.map((each) => ({ each, answer: allOf([each.answer, written(index, endpoint, each, agents)]) }));
  const open = ways.filter(({ answer }) => answer !== 'no');
  if (open.length === 0) return endpoint;
  const verdict = open.some(({ answer }) => answer === 'yes') ? 'open' : 'unknown';
  return {
    ...endpoint,
    confinement: { verdict, reasons: [...open.map(({ each }) => each.hop), ...endpoint.confinement.reasons] },
  };
}

/** Whether an agent may write into a bucket by an endpoint: by its role, or as anybody may. */
function written(
  index: ResourceIndex,
  { id, place }: ServiceEndpoint,
  { bucket, objects }: PublicBucket,
  agents: readonly RoleRequester[],
): Answer {
  const document = index.get(id)?.properties.PolicyDocument;
  const gate = document === undefined ? undefined : statementsOf(document, place, index.world.resources);
  const byRole = agents.map((by) => {
    const ask = asked(by, ['s3:PutObject'], [objects]);
    return allOf([
      mayOn(by, ['s3:PutObject'], bucket, [objects]).answer,
      gate
        ? answerOf(
            decide(
              ask,
              gate.flatMap((each) => about(each, [objects]) ?? []),
              by.policies.requester,
            ),
          )
        : 'yes',
    ]);
  });
  return oneOf([...byRole, anybodyMay(index, bucket, 's3:PutObject', objects)]);
}

const answerOf = ({ decision }: { readonly decision: 'allowed' | 'denied' | 'maybe' }): Answer =>
  decision === 'allowed' ? 'yes' : decision === 'denied' ? 'no' : 'maybe';

function publicBucket(index: ResourceIndex, bucket: Resource): PublicBucket[] {
  const arn = arnOf(bucket);
  if (!arn) return [];
  const objects = objectsOf(arn);
  const byPolicy = allOf([
    isOff(index, bucket, ['RestrictPublicBuckets', 'BlockPublicPolicy']),
    anybodyMay(index, bucket, 's3:GetObject', objects),
  ]);
  const byList = allOf([isOff(index, bucket, ['IgnorePublicAcls', 'BlockPublicAcls']), listedPublic(index, bucket)]);
  const answer = oneOf([byPolicy, byList]);
  if (answer === 'no') return [];
  return [
    {
      bucket,
      objects,
      answer,
      hop: hop(within(bucket.place, 'Properties'), `lets everybody read what is put into ${bucket.id}`),
    },
  ];
}

/** What is known of a request by somebody outside: no principal, no VPC endpoint of this system. */
const outsider: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ...[
    'aws:principalaccount',
    'aws:principalarn',
    'aws:principalorgid',
    'aws:principalorgpaths',
    'aws:principaltag/',
    'aws:userid',
  ].map((key) => [key, absent] as const),
  ...['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid'].map(
    (key) => [key, absent] as const,
  ),
  ...['aws:securetransport', 'aws:referer', 'aws:useragent', 'aws:currenttime', 'aws:epochtime'].map(
    (key) => [key, free] as const,
  ),
]);

function anybodyMay(index: ResourceIndex, bucket: Resource, action: string, objects: Glyphs): Answer {
  const statements = resourcePolicy(index, bucket);
  if (!statements) return 'no';
  const ask = { actions: [actionGlyphs(action)], resources: [objects], facts: outsider };
  return allows({ requester: { kind: 'anyone' }, identity: [], resource: { statements } }, ask).answer;
}

const listedPublic = (index: ResourceIndex, { properties }: Resource): Answer =>
  answered(truth(index, properties.AccessControl, ['publicread', 'publicreadwrite'], false));

/** "Blocking public access to your Amazon S3 storage": on where nothing is said; where something is, what isn't said is off. */
function isOff(index: ResourceIndex, { properties }: Resource, names: readonly string[]): Answer {
  const block = properties.PublicAccessBlockConfiguration;
  if (block === undefined || block === null) return 'no';
  if (!isFields(block)) return 'maybe';
  return allOf(names.map((name) => answered(truth(index, block[name], ['false'], true))));
}

const answered = (answer: ReturnType<typeof truth>): Answer => (typeof answer === 'object' ? 'maybe' : answer ? 'yes' : 'no');
