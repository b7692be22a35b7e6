import { type Place, within } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import { namedAmong } from '../identity/named-things';
import { not } from '../policy-language/answer';
import { elementsAt } from '../reading/property-path';
import { announced } from './buses';
import { type Outlet, outletsIf, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { stated } from './stated';

/** Where notifications go, as "AWS::S3::Bucket NotificationConfiguration" and the CDK's own resource have it. */
const targets = [
  'LambdaConfigurations.Function',
  'QueueConfigurations.Queue',
  'TopicConfigurations.Topic',
  'LambdaFunctionConfigurations.LambdaFunctionArn',
  'QueueConfigurations.QueueArn',
  'TopicConfigurations.TopicArn',
];

/** Who outside is told what is put into a bucket: the names of objects, which an agent chooses. */
export function notified(thing: Thing): readonly Outlet[] {
  const { index, own, resource } = thing;
  const beside = index
    .ofType('Custom::S3BucketNotifications')
    .filter(({ properties }) => namedAmong(index, properties.BucketName, own, [resource]).length > 0);
  return [resource, ...beside].flatMap(({ place, properties }) =>
    told(thing, properties.NotificationConfiguration, within(place, 'Properties', 'NotificationConfiguration')),
  );
}

function told(thing: Thing, configuration: Value | undefined, place: Place): readonly Outlet[] {
  const { index } = thing;
  if (!isFields(configuration)) return [];
  const bus = configuration.EventBridgeConfiguration;
  const isOn = bus === undefined ? 'no' : not(stated(index, isFields(bus) ? bus.EventBridgeEnabled : undefined, ['false']));
  return [
    ...elementsAt(index, configuration, targets).flatMap((target) => passedOn(thing, target, place)),
    ...outletsIf(isOn, isOn === 'no' ? [] : announced(thing, 'aws.s3')),
  ];
}
