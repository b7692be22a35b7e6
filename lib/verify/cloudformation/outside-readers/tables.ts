import { hop } from '../../world/hop';
import { within } from '../../world/place';
import type { Value } from '../../world/value';
import { elementsAt } from '../reading/property-path';
import { foreignness } from './foreignness';
import { type Outlet, outlets, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';
import { taken } from './takers';

const reading = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect', 'ExportTableToPointInTime', 'GetRecords'];

/**
 * Who outside reads a table or its stream. A policy that names everybody isn't taken: Amazon DynamoDB Developer Guide, "Preventing public
 * access with resource-based policies".
 */
export function tableOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const place = within(resource.place, 'Properties');
  const streams = elementsAt(index, resource.properties, [
    'KinesisStreamSpecification.StreamArn',
    'Replicas.KinesisStreamSpecification.StreamArn',
  ]);
  return [
    ...readByPolicy(
      thing,
      reading.map((action) => `dynamodb:${action}`),
      'no',
    ),
    ...streams.flatMap((stream) => passedOn(thing, stream, place)),
    ...joined(thing, resource.properties.GlobalTableSourceArn),
    ...taken(thing),
  ];
}

/** A table that is a copy of another account's: AWS CloudFormation Template Reference, "AWS::DynamoDB::GlobalTable". */
function joined({ resource, own }: Thing, source: Value | undefined): readonly Outlet[] {
  if (source === undefined || source === null) return [];
  const answer = foreignness(source, own);
  const verb = answer === 'yes' ? 'is' : 'may be';
  return outlets(answer, hop(resource.place, `${verb} copied to another account's table`, 'Properties', 'GlobalTableSourceArn'));
}
