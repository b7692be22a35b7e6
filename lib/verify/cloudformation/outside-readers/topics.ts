import { grouped } from '../../indexing/grouped';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { AnyOf, isFields, Reference, Text, type Value } from '../../world/value';
import { type Answer, allOf, oneOf } from '../policy-language/answer';
import { ownerOf } from '../policy-language/ownership';
import { expandedValue } from '../policy-language/resource-arn';
import { oncePerIndex } from '../reading/once-per-index';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { type Outlet, outlets, type Thing } from './outlet';
import { readByPolicy } from './read-by-policy';

/** Who outside reads what is published to a topic: whoever may subscribe, and who has subscribed. */
export function topicOutlets(thing: Thing, ofQueue: (thing: Thing) => readonly Outlet[]): readonly Outlet[] {
  return [...readByPolicy(thing, ['sns:Subscribe']), ...subscriptions(thing).flatMap((each) => subscribed(thing, each, ofQueue))];
}

interface Subscription {
  readonly place: Place;
  readonly protocol: Value | undefined;
  readonly endpoint: Value | undefined;
  readonly doubtful: boolean;
}

function subscriptions({ index, resource }: Thing): readonly Subscription[] {
  const inside = index.elements(resource.properties.Subscription).map((each, position) => ({
    place: within(resource.place, 'Properties', 'Subscription', position),
    protocol: isFields(each) ? each.Protocol : each,
    endpoint: isFields(each) ? each.Endpoint : each,
    doubtful: false,
  }));
  const beside = (besideTopics(index).get(resource.id) ?? []).map(({ place, properties, doubt }) => ({
    ...{ place, protocol: properties.Protocol, endpoint: properties.Endpoint },
    doubtful: doubt !== undefined,
  }));
  return [...inside, ...beside];
}

const besideTopics = oncePerIndex((index) =>
  grouped(
    index.ofType('AWS::SNS::Subscription'),
    ({ properties }) => referredResource(index, properties.TopicArn, 'AWS::SNS::Topic')?.id ?? '',
  ),
);

/** Protocols whose endpoint is a person, a phone or a server somewhere: Amazon SNS API Reference, "Subscribe". */
const anywhere: ReadonlySet<string> = new Set(['http', 'https', 'email', 'email-json', 'sms', 'application']);
/** Protocols whose endpoint is an ARN. */
const byArn: ReadonlySet<string> = new Set(['sqs', 'lambda', 'firehose']);

function subscribed(thing: Thing, each: Subscription, ofQueue: (thing: Thing) => readonly Outlet[]): readonly Outlet[] {
  const { index, own, resource } = thing;
  const answer = allOf([leaves(thing, each), each.doubtful ? 'maybe' : 'yes']);
  const verb = answer === 'yes' ? 'sends' : 'may send';
  const queue = referredResource(index, each.endpoint, 'AWS::SQS::Queue');
  const contents = queue ? expandedValue(new Reference(queue.id, 'Arn'), own.resources) : undefined;
  return [
    ...outlets(answer, hop(each.place, `${verb} what is published to ${resource.id} out of the account`)),
    ...(queue && contents ? ofQueue({ ...thing, resource: queue, contents }) : []),
  ];
}

function leaves({ index, own }: Thing, { protocol, endpoint }: Subscription): Answer {
  const followed = index.follow(protocol);
  if (followed instanceof AnyOf) return oneOf([...anywhere].map((each) => (followed.admits(each) === false ? 'no' : 'maybe')));
  if (typeof followed !== 'string') return 'maybe';
  if (anywhere.has(followed)) return isMade(index, endpoint) ? 'maybe' : 'yes';
  if (!byArn.has(followed)) return 'maybe';
  const owner = ownerOf(expandedValue(endpoint ?? null, own.resources), own);
  return owner === 'this account' ? 'no' : owner === 'others' ? 'yes' : 'maybe';
}

/** Whether an address is that of something in the inputs. */
function isMade(index: ResourceIndex, endpoint: Value | undefined): boolean {
  const followed = index.follow(endpoint);
  const parts = followed instanceof Text ? followed.parts : [followed];
  return parts.some((part) => part instanceof Reference && index.get(part.resource) !== undefined);
}
