import type { Opening } from '../../model/workload';
import { PortSet } from '../../traffic/port-set';
import { hop } from '../../world/hop';
import { within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Registration } from '../forwarders/target-groups';
import { portNumber } from '../reading/port-choice';
import type { ResourceIndex } from '../resource-index';
import { openingIf } from './container';
import type { TaskRun } from './task-run';

/** What ECS services and their task sets run. */
export function serviceRuns(index: ResourceIndex): TaskRun[] {
  return index.ofType('AWS::ECS::Service').flatMap((service) => {
    const sets = index.ofType('AWS::ECS::TaskSet').length > 0 ? taskSetsOf(index, service) : [];
    return sets.length > 0 ? sets.map((set) => runOf(index, set, [service.id], service)) : [runOf(index, service, [], service)];
  });
}

/** The task sets of a service that something else deploys. */
const taskSetsOf = (index: ResourceIndex, service: Resource): readonly Resource[] => [
  ...index.referring('AWS::ECS::TaskSet', 'Service', service.id),
  ...index.referring('AWS::ECS::TaskSet', 'Service', `${service.id}.Name`),
  ...index.referring('AWS::ECS::TaskSet', 'Service', `${service.id}.ServiceArn`),
];

function runOf(index: ResourceIndex, resource: Resource, aliases: readonly string[], service: Resource): TaskRun {
  const { TaskDefinition, NetworkConfiguration, LaunchType, CapacityProviderStrategy, LoadBalancers } = resource.properties;
  const network = awsvpc(NetworkConfiguration);
  const { doubt } = resource;
  return {
    id: resource.id,
    place: resource.place,
    aliases,
    taskDefinition: TaskDefinition,
    cluster: service.properties.Cluster,
    ...(network && { network }),
    launchType: LaunchType,
    capacityProviders: CapacityProviderStrategy,
    openings: execOpening(index, service),
    registrations: registrationsOf(index, resource, LoadBalancers),
    ...(doubt && { doubt }),
  };
}

/** `AwsvpcConfiguration`, which EventBridge rules spell `AwsVpcConfiguration`. */
export function awsvpc(configuration: Value | undefined): Fields | undefined {
  const fields = isFields(configuration) ? configuration : {};
  const [found] = [fields.AwsvpcConfiguration, fields.AwsVpcConfiguration, fields.awsvpcConfiguration].filter(isFields);
  return found;
}

const execOpening = (index: ResourceIndex, { properties, place }: Resource): Opening[] =>
  openingIf(
    index,
    properties.EnableExecuteCommand,
    ['true'],
    within(place, 'Properties', 'EnableExecuteCommand'),
    'lets ECS Exec open a shell in it',
    'exec',
  );

function registrationsOf(index: ResourceIndex, { id, place }: Resource, balancers: Value | undefined): Registration[] {
  return index
    .elements(balancers)
    .filter(isFields)
    .flatMap((balancer, position) => {
      const at = within(place, 'Properties', 'LoadBalancers', position);
      const port = portNumber(index, balancer.ContainerPort);
      const advanced = isFields(balancer.AdvancedConfiguration) ? balancer.AdvancedConfiguration : {};
      const groups = [balancer.TargetGroupArn, advanced.AlternateTargetGroupArn, balancer.LoadBalancerName].flatMap(
        (arn) => index.keyOf(arn) ?? [],
      );
      return groups.map((targetGroup) => ({
        ...{ targetGroup, to: id, hop: hop(at, `registers its tasks with ${targetGroup}`) },
        ...(port !== undefined && { ports: PortSet.of(port) }),
      }));
    });
}
