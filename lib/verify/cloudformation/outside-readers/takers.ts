import { grouped } from '../../indexing/grouped';
import { within } from '../../world/place';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { allOf, not } from '../policy-language/answer';
import type { OwnAccount } from '../policy-language/ownership';
import { oncePerIndex } from '../reading/once-per-index';
import { elementsAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import { namedThing } from './named-thing';
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
  const all = bySource(thing, taker);
  const perhaps = (all.get(anything) ?? []).map((each) => [each, 'maybe'] as const);
  return [...(all.get(resource.id) ?? []).map((each) => [each, 'yes'] as const), ...perhaps].flatMap(([each, takes]) => {
    const [property = '', value = ''] = taker.stopped ?? [];
    const passes = allOf([takes, not(stated(index, each.properties[property], [value])), each.doubt ? 'maybe' : 'yes']);
    const targets = taker.targets ? elementsAt(index, each.properties, taker.targets) : [new Reference(each.id, 'Arn')];
    return targets.flatMap((target) => passedOn(thing, target, within(each.place, 'Properties'), passes));
  });
}

type Sourced = ReadonlyMap<string, readonly Resource[]>;

/** Takers of a kind by the thing that they take from, found once for each index. */
function bySource({ index, own }: Thing, { type, source }: Taker): Sourced {
  const found = sourced(index).get(type) ?? grouped(index.ofType(type), (each) => sourceOf(index, each, source, own));
  sourced(index).set(type, found);
  return found;
}

const sourced = oncePerIndex(() => new Map<string, Sourced>());

/** What stands for a source that only deployment tells. */
const anything = '*';

function sourceOf(index: ResourceIndex, { properties }: Resource, path: string, own: OwnAccount): string | undefined {
  const [value] = elementsAt(index, properties, [path]);
  return namedThing(index, value, own, sources)?.id ?? (isOpen(value) ? anything : undefined);
}

function isOpen(value: Value | undefined): boolean {
  if (value instanceof Text) return value.parts.some(isOpen);
  return value instanceof AnyOf || value instanceof Unresolved;
}

const sources = [
  'AWS::SQS::Queue',
  'AWS::Kinesis::Stream',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Logs::LogGroup',
];
