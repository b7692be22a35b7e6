import { within } from '../../world/place';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { secretsOf } from './container';
import type { FoundWorkload } from './found-workload';
import { shapedWorkload } from './shaped-workload';
import type { WorkloadShape } from './workload-shape';

/** Services whose subnets are stated by a resource of their own that they name: App Runner's connector, Glue's connections. */
export const connectedServices = (index: ResourceIndex): FoundWorkload[] => [
  ...index.ofType('AWS::AppRunner::Service').map((service) => appRunner(index, service)),
  ...index.ofType('AWS::Glue::Job', 'AWS::Glue::DevEndpoint').map((job) => glue(index, job)),
];

const appRunnerShape: WorkloadShape = {
  subnets: ['Connection.Subnets'],
  groups: ['Connection.SecurityGroups'],
  roles: ['InstanceConfiguration.InstanceRoleArn'],
  variableList: [
    'SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables',
    'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables',
  ],
  otherwise: 'outside',
  // "AWS::AppRunner::Service EgressConfiguration": DEFAULT is the public internet
  outside: { path: 'NetworkConfiguration.EgressConfiguration.EgressType', wanted: ['default'], otherwise: true },
};

const secretPaths = [
  'SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentSecrets',
  'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentSecrets',
];

function appRunner(index: ResourceIndex, service: Resource): FoundWorkload {
  const [arn] = elementsAt(index, service.properties, ['NetworkConfiguration.EgressConfiguration.VpcConnectorArn']);
  const found = shapedWorkload(index, withConnection(index, service, arn, 'AWS::AppRunner::VpcConnector'), appRunnerShape);
  const secrets = secretPaths.flatMap((path) =>
    // unlike ECS, it spells them { Name, Value }
    secretsOf(
      index,
      elementsAt(index, service.properties, [path]).map((each) => storedAs(each)),
      within(service.place, 'Properties', ...path.split('.')),
    ),
  );
  return { ...found, workload: { ...found.workload, credentials: [...found.workload.credentials, ...secrets] } };
}

const storedAs = (entry: Value): Value =>
  typeof entry === 'object' && entry !== null && 'Value' in entry
    ? { ...entry, ValueFrom: (entry as { Value: Value }).Value }
    : entry;

const glueShape: WorkloadShape = {
  subnets: ['Connection.ConnectionInput.PhysicalConnectionRequirements.SubnetId', 'SubnetId'],
  groups: ['Connection.ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList', 'SecurityGroupIds'],
  roles: ['Role', 'RoleArn'],
  variables: ['DefaultArguments'],
  otherwise: 'outside',
};

function glue(index: ResourceIndex, job: Resource): FoundWorkload {
  const [name] = elementsAt(index, job.properties, ['Connections.Connections']);
  return shapedWorkload(index, withConnection(index, job, name, 'AWS::Glue::Connection'), glueShape);
}

/** The service with what its connection states, under `Connection`. */
function withConnection(index: ResourceIndex, service: Resource, named: Value | undefined, type: string): Resource {
  const key = index.keyOf(named);
  if (key === undefined) return service;
  const made =
    referredResource(index, named, type) ??
    index.ofType(type).find(({ properties }) => index.keyOf(nameOf(index, properties)) === key);
  if (made) return { ...service, properties: { ...service.properties, Connection: made.properties } };
  return { ...service, doubt: { reason: `the connection '${key}' isn't in the inputs`, place: service.place } };
}

const nameOf = (index: ResourceIndex, properties: Resource['properties']): Value | undefined =>
  elementsAt(index, properties, ['ConnectionInput.Name', 'VpcConnectorName'])[0];
