import { grouped } from '../../indexing/grouped';
import { within } from '../../world/place';
import { Reference } from '../../world/value';
import type { Resource } from '../../world/world';
import { type NamedThing, namedThings } from '../identity/named-things';
import { allOf, not } from '../policy-language/answer';
import type { OwnAccount } from '../policy-language/ownership';
import { oncePerIndex } from '../reading/once-per-index';
import { elementsAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import type { Outlet, Thing } from './outlet';
import { passedOn } from './passed-on';
import { stated } from './stated';

/** Something that takes by itself what is put into another thing, and passes it on. */
interface Taker {
  readonly type: string;
  /** The property that names what it takes from. */
  readonly source: string;
  /** The properties that name where it passes it on to. @default - itself */
  readonly targets?: readonly string[];
  /** The value of a property that stops it. @default - nothing does */
  readonly stopped?: readonly [property: string, value: string];
}

/** AWS CloudFormation Template Reference, by type. */
const takers: readonly Taker[] = [
  { type: 'AWS::Pipes::Pipe', source: 'Source', targets: ['Target', 'Enrichment'], stopped: ['DesiredState', 'stopped'] },
  { type: 'AWS::Logs::SubscriptionFilter', source: 'LogGroupName', targets: ['DestinationArn'] },
  { type: 'AWS::KinesisFirehose::DeliveryStream', source: 'KinesisStreamSourceConfiguration.KinesisStreamARN' },
];

/** Who outside gets what others in the inputs take of a thing. */
export const taken = (thing: Thing): readonly Outlet[] => takers.flatMap((taker) => passing(thing, taker));

function passing(thing: Thing, taker: Taker): readonly Outlet[] {
  const { index, resource } = thing;
  return (bySource(thing, taker).get(resource.id) ?? []).flatMap(({ taking, source }) => {
    const [property = '', value = ''] = taker.stopped ?? [];
    const runs = not(stated(index, taking.properties[property], [value]));
    const passes = allOf([source.answer, runs, taking.doubt ? 'maybe' : 'yes']);
    const targets = taker.targets ? elementsAt(index, taking.properties, taker.targets) : [new Reference(taking.id, 'Arn')];
    return targets.flatMap((target) => passedOn(thing, target, within(taking.place, 'Properties'), passes));
  });
}

/** A taker with what it takes from, or could take from. */
interface Taking {
  readonly taking: Resource;
  readonly source: NamedThing;
}

type Sourced = ReadonlyMap<string, readonly Taking[]>;

/** Takers of a kind by the thing that they take from, found once for each index. */
function bySource({ index, own }: Thing, taker: Taker): Sourced {
  const found = sourced(index).get(taker) ?? grouped(takings(index, own, taker), ({ source }) => source.resource.id);
  sourced(index).set(taker, found);
  return found;
}

const sourced = oncePerIndex(() => new Map<Taker, Sourced>());

const takings = (index: ResourceIndex, own: OwnAccount, { type, source }: Taker): readonly Taking[] =>
  index
    .ofType(type)
    .flatMap((taking) =>
      elementsAt(index, taking.properties, [source]).flatMap((value) =>
        namedThings(index, value, own, sources).map((each) => ({ taking, source: each })),
      ),
    );

const sources = [
  'AWS::SQS::Queue',
  'AWS::Kinesis::Stream',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Logs::LogGroup',
];
