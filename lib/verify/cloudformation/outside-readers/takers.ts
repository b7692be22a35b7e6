import { grouped } from '../../indexing/grouped';
import { within } from '../../world/place';
import { Reference } from '../../world/value';
import type { Resource } from '../../world/world';
import { type NamedThing, namedThings } from '../identity/named-things';
import { type Answer, allOf, not } from '../policy-language/answer';
import type { OwnAccount } from '../policy-language/ownership';
import { oncePerIndex } from '../reading/once-per-index';
import { elementsAt, valuesAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import type { Outlet, Thing } from './outlet';
import { handedTo, passedOn } from './passed-on';
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
  /** Whether only something of some of it goes there. @default false */
  readonly rarely?: boolean;
}

const inputs = 'ApplicationConfiguration.SqlApplicationConfiguration.Inputs';

/** AWS CloudFormation Template Reference, by type. */
const takers: readonly Taker[] = [
  { type: 'AWS::Pipes::Pipe', source: 'Source', targets: ['Target', 'Enrichment'], stopped: ['DesiredState', 'stopped'] },
  { type: 'AWS::Logs::SubscriptionFilter', source: 'LogGroupName', targets: ['DestinationArn'] },
  { type: 'AWS::Lambda::EventSourceMapping', source: 'EventSourceArn', targets: ['FunctionName'], stopped: ['Enabled', 'false'] },
  {
    ...{ type: 'AWS::Lambda::EventSourceMapping', source: 'EventSourceArn', stopped: ['Enabled', 'false'] },
    ...{ targets: ['DestinationConfig.OnFailure.Destination'], rarely: true },
  },
  { type: 'AWS::CodePipeline::Pipeline', source: 'Stages.Actions.Configuration.RepositoryName' },
  { type: 'AWS::CodePipeline::Pipeline', source: 'Stages.Actions.Configuration.S3Bucket' },
  { type: 'AWS::KinesisAnalyticsV2::Application', source: `${inputs}.KinesisStreamsInput.ResourceARN` },
  { type: 'AWS::KinesisAnalyticsV2::Application', source: `${inputs}.KinesisFirehoseInput.ResourceARN` },
  { type: 'AWS::KinesisFirehose::DeliveryStream', source: 'KinesisStreamSourceConfiguration.KinesisStreamARN' },
];

/** Who outside gets what others in the inputs take of a thing. */
export const taken = (thing: Thing): readonly Outlet[] => takers.flatMap((taker) => passing(thing, taker));

function passing(thing: Thing, taker: Taker): readonly Outlet[] {
  const { index, resource } = thing;
  return (bySource(thing, taker).get(resource.id) ?? []).flatMap(({ taking, source }) => {
    const [property = '', value = ''] = taker.stopped ?? [];
    const runs = not(stated(index, taking.properties[property], [value]));
    const passes = allOf([source.answer, runs, taking.doubt || taker.rarely ? 'maybe' : 'yes']);
    return handing(thing, taker, taking, passes);
  });
}

function handing(thing: Thing, { targets }: Taker, { id, place, properties }: Resource, passes: Answer): readonly Outlet[] {
  const at = within(place, 'Properties');
  if (!targets) return passedOn(thing, new Reference(id, 'Arn'), at, passes);
  // the task that a pipe starts in its target is called as the pipe
  const starts = valuesAt(thing.index, properties, 'TargetParameters.EcsTaskParameters').length > 0;
  const named = elementsAt(thing.index, properties, starts ? targets.filter((path) => path !== 'Target') : targets);
  return [...named.flatMap((target) => passedOn(thing, target, at, passes)), ...(starts ? handedTo(thing, id, at, passes) : [])];
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
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::CodeCommit::Repository',
];
