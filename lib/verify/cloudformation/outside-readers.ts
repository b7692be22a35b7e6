import type { ServiceEndpoint } from '../model/service-endpoint';
import type { Resource } from '../world/world';
import { about } from './identity/other-resource';
import { asked, mayOn, type RoleRequester } from './identity/requester';
import { bucketOutlets } from './outside-readers/buckets';
import type { Outlet, Thing } from './outside-readers/outlet';
import { everybodyMay, readByPolicy } from './outside-readers/read-by-policy';
import { topicOutlets } from './outside-readers/topics';
import { decide } from './policy-language/allows';
import { type Answer, allOf, oneOf } from './policy-language/answer';
import { actionPrefixes } from './policy-language/endpoint-service';
import type { Glyphs } from './policy-language/glyph';
import type { OwnAccount } from './policy-language/ownership';
import { statementsOf } from './policy-language/parse-policy';
import { arnOf, objectsOf } from './policy-language/resource-arn';
import type { ResourceIndex } from './resource-index';

/** A kind of thing that keeps or passes on what is put into it. */
interface Kind {
  readonly type: string;
  readonly service: string;
  readonly writes: string;
  readonly contents: (arn: Glyphs) => Glyphs;
  readonly outlets: (thing: Thing) => readonly Outlet[];
}

const queueOutlets = (thing: Thing): readonly Outlet[] => readByPolicy(thing, ['sqs:ReceiveMessage']);

const kinds: readonly Kind[] = [
  { type: 'AWS::S3::Bucket', service: 's3', writes: 's3:PutObject', contents: objectsOf, outlets: bucketOutlets },
  { type: 'AWS::SQS::Queue', service: 'sqs', writes: 'sqs:SendMessage', contents: (arn) => arn, outlets: queueOutlets },
  {
    ...{ type: 'AWS::SNS::Topic', service: 'sns', writes: 'sns:Publish', contents: (arn) => arn },
    outlets: (thing) => topicOutlets(thing, queueOutlets),
  },
];

/** A thing that somebody outside reads. */
interface Shown extends Thing {
  readonly kind: Kind;
  readonly outlets: readonly Outlet[];
}

/** The endpoints, those opened where an agent can write by them what somebody outside reads: its account is this one all the same. */
export function withOutsideReaders(
  index: ResourceIndex,
  endpoints: readonly ServiceEndpoint[],
  agents: readonly RoleRequester[],
  own: OwnAccount,
): readonly ServiceEndpoint[] {
  const closed = new Set(endpoints.filter(({ confinement }) => confinement.verdict !== 'open'));
  const reached = kinds.filter((kind) => [...closed].some((endpoint) => carries(endpoint, kind)));
  const shown = reached.flatMap((kind) => index.ofType(kind.type).flatMap((resource) => shownThing(index, resource, kind, own)));
  if (shown.length === 0) return endpoints;
  return endpoints.map((endpoint) => (closed.has(endpoint) ? opened(index, endpoint, shown, agents) : endpoint));
}

const carries = ({ service }: ServiceEndpoint, kind: Kind): boolean => actionPrefixes(service)?.includes(kind.service) ?? false;

function shownThing(index: ResourceIndex, resource: Resource, kind: Kind, own: OwnAccount): readonly Shown[] {
  const arn = arnOf(resource);
  if (!arn) return [];
  const thing = { index, resource, contents: kind.contents(arn), own };
  const outlets = kind.outlets(thing);
  return outlets.length === 0 ? [] : [{ ...thing, kind, outlets }];
}

function opened(
  index: ResourceIndex,
  endpoint: ServiceEndpoint,
  shown: readonly Shown[],
  agents: readonly RoleRequester[],
): ServiceEndpoint {
  const ways = shown
    .filter(({ kind }) => carries(endpoint, kind))
    .flatMap((each) => {
      const writes = written(index, endpoint, each, agents);
      return each.outlets.map(({ hop, answer }) => ({ hop, answer: allOf([answer, writes]) }));
    })
    .filter(({ answer }) => answer !== 'no');
  if (ways.length === 0) return endpoint;
  const certain = ways.filter(({ answer }) => answer === 'yes');
  const telling = certain.length > 0 ? certain : ways;
  return {
    ...endpoint,
    confinement: {
      ...endpoint.confinement,
      verdict: certain.length > 0 ? 'open' : 'unknown',
      reasons: [...telling.map(({ hop }) => hop), ...endpoint.confinement.reasons],
    },
  };
}

/** Whether an agent may write into a thing by an endpoint: by its role, or as everybody may. */
function written(index: ResourceIndex, { id, place }: ServiceEndpoint, shown: Shown, agents: readonly RoleRequester[]): Answer {
  const { resource, contents, kind } = shown;
  const document = index.get(id)?.properties.PolicyDocument;
  const gate = document === undefined ? undefined : statementsOf(document, place, index.world.resources);
  const byRole = agents.map((by) => {
    const ask = asked(by, [kind.writes], [contents]);
    const through = gate?.flatMap((each) => about(each, [contents]) ?? []);
    const passes = through ? answers[decide(ask, through, by.policies.requester).decision] : 'yes';
    return allOf([mayOn(by, [kind.writes], resource, [contents]).answer, passes]);
  });
  return oneOf([...byRole, everybodyMay(shown, [kind.writes])]);
}

const answers = { allowed: 'yes', denied: 'no', maybe: 'maybe' } as const;
