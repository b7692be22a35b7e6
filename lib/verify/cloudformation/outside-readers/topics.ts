import { grouped } from '../../indexing/grouped';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { AnyOf, isFields, type Value } from '../../world/value';
import { namedThings } from '../identity/named-things';
import { type Answer, allOf, oneOf } from '../policy-language/answer';
import { oncePerIndex } from '../reading/once-per-index';
import { isMade } from './made-address';
import { type Outlet, outlets, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';

/** Who outside reads what is published to a topic: whoever may subscribe, and who has subscribed. */
export const topicOutlets = (thing: Thing): readonly Outlet[] => [
  ...readByPolicy(thing, ['sns:Subscribe']),
  ...subscriptions(thing).flatMap((each) => subscribed(thing, each)),
];

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
  const beside = (besideTopics(index).get(resource.id) ?? []).map(({ topic, subscription: { place, properties, doubt } }) => ({
    ...{ place, protocol: properties.Protocol, endpoint: properties.Endpoint },
    doubtful: doubt !== undefined || topic.answer === 'maybe',
  }));
  return [...inside, ...beside];
}

const besideTopics = oncePerIndex((index) => {
  const own = { resources: index.world.resources };
  const found = index
    .ofType('AWS::SNS::Subscription')
    .flatMap((subscription) =>
      namedThings(index, subscription.properties.TopicArn, own, ['AWS::SNS::Topic']).map((topic) => ({ subscription, topic })),
    );
  return grouped(found, ({ topic }) => topic.resource.id);
});

/** Protocols whose endpoint is a person, a phone or a server somewhere: Amazon SNS API Reference, "Subscribe". */
const anywhere: ReadonlySet<string> = new Set(['http', 'https', 'email', 'email-json', 'sms', 'application']);
/** Protocols whose endpoint is an ARN. */
const byArn: ReadonlySet<string> = new Set(['sqs', 'lambda', 'firehose']);

function subscribed(thing: Thing, { place, protocol, endpoint, doubtful }: Subscription): readonly Outlet[] {
  const sure = doubtful ? 'maybe' : 'yes';
  const followed = thing.index.follow(protocol);
  if (typeof followed === 'string' && byArn.has(followed)) return passedOn(thing, endpoint, place, sure);
  const answer = allOf([leaves(thing, followed, endpoint), sure]);
  const verb = answer === 'yes' ? 'sends' : 'may send';
  return outlets(answer, hop(place, `${verb} what is published to ${thing.resource.id} out of the account`));
}

function leaves({ index }: Thing, protocol: Value | undefined, endpoint: Value | undefined): Answer {
  if (protocol instanceof AnyOf) return oneOf([...anywhere].map((each) => (protocol.admits(each) === false ? 'no' : 'maybe')));
  if (typeof protocol !== 'string' || !anywhere.has(protocol)) return 'maybe';
  return isMade(index, endpoint) ? 'maybe' : 'yes';
}
