import { hop } from '../../world/hop';
import { within } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import { elementsAt } from '../reading/property-path';
import { isMade } from './made-address';
import { type Outlet, outlets, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { taken } from './takers';

/** Destinations by the address of a server. */
const servers = [
  'HttpEndpointDestinationConfiguration.EndpointConfiguration.Url',
  'SplunkDestinationConfiguration.HECEndpoint',
  'SnowflakeDestinationConfiguration.AccountUrl',
  'RedshiftDestinationConfiguration.ClusterJDBCURL',
  'ElasticsearchDestinationConfiguration.ClusterEndpoint',
  'AmazonopensearchserviceDestinationConfiguration.ClusterEndpoint',
  'AmazonOpenSearchServerlessDestinationConfiguration.CollectionEndpoint',
];

/** Destinations, and copies of what was delivered or wasn't, by ARN. */
const things = [
  'S3DestinationConfiguration.BucketARN',
  'ExtendedS3DestinationConfiguration.BucketARN',
  'ExtendedS3DestinationConfiguration.S3BackupConfiguration.BucketARN',
  ...[
    'HttpEndpoint',
    'Splunk',
    'Snowflake',
    'Redshift',
    'Elasticsearch',
    'Amazonopensearchservice',
    'AmazonOpenSearchServerless',
    'Iceberg',
  ].map((kind) => `${kind}DestinationConfiguration.S3Configuration.BucketARN`),
  'ElasticsearchDestinationConfiguration.DomainARN',
  'AmazonopensearchserviceDestinationConfiguration.DomainARN',
  'IcebergDestinationConfiguration.CatalogConfiguration.CatalogArn',
];

/** Who outside gets what a delivery stream delivers: AWS CloudFormation Template Reference, "AWS::KinesisFirehose::DeliveryStream". */
export function deliveryOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const away = elementsAt(index, resource.properties, servers).flatMap((address) =>
    outlets(
      isMade(index, address) ? 'no' : 'yes',
      hop(resource.place, `delivers what is put into ${resource.id} to a server by its address`),
    ),
  );
  const place = within(resource.place, 'Properties');
  const targets = [...elementsAt(index, resource.properties, things), ...processors(thing)];
  return [...away, ...targets.flatMap((target) => passedOn(thing, target, place)), ...taken(thing)];
}

/** The functions that change what is delivered. */
function processors({ index, resource: { properties } }: Thing): readonly Value[] {
  const destinations = Object.values(properties).filter(isFields);
  return destinations.flatMap((destination) =>
    elementsAt(index, destination, ['ProcessingConfiguration.Processors.Parameters']).flatMap((parameter) =>
      isFields(parameter) && parameter.ParameterName === 'LambdaArn' ? [parameter.ParameterValue ?? null] : [],
    ),
  );
}
