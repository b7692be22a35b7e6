import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Registration } from '../forwarders/target-groups';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import type { FoundWorkload } from './found-workload';
import { apart, connected, launchedWorkload } from './instance';
import { type Launch, launchOf } from './launch';
import { launchData } from './launch-template';

/** Groups that start instances by themselves: Auto Scaling groups, EC2 fleets, Spot fleets. */
export const instanceGroups = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType(...groupTypes).map((group) => groupWorkload(index, group));

const groupTypes = ['AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::EC2Fleet', 'AWS::EC2::SpotFleet'] as const;

function groupWorkload(index: ResourceIndex, group: Resource): FoundWorkload {
  const launches = groupLaunches(index, group);
  const templates = specificationsOf(index, group).flatMap((each) => launchData(index, each, group.place)?.template?.id ?? []);
  return {
    workload: launchedWorkload(index, group, launches, [...new Set(templates)]),
    interfaces: apart(
      launches.flatMap((launch) => launch.connections.flatMap((each) => connected(index, group, each, launch.doubt))),
    ),
    registrations: registrationsOf(index, group),
    doubts: launches.flatMap(({ doubt }) => doubt ?? []),
  };
}

/** How a group starts its instances: a way for each of its launch templates. */
export function groupLaunches(index: ResourceIndex, group: Resource): Launch[] {
  const { VPCZoneIdentifier: subnets, LaunchConfigurationName: configuration, InstanceId: model } = group.properties;
  const place = within(group.place, 'Properties');
  const made = referredResource(index, configuration, 'AWS::AutoScaling::LaunchConfiguration');
  const own = { ...(subnets !== undefined && { SubnetId: subnets }) };
  if (made) return [inSubnets(launchOf(index, { ...made.properties, ...own }, place), subnets)];
  const launches = specificationsOf(index, group).map((each) => {
    const launch = launchOf(index, isFields(each) ? subnetOf(each, subnets) : own, place, launchData(index, each, place));
    return inSubnets(launch, subnets);
  });
  const inline = index
    .elements(configData(group).LaunchSpecifications)
    .filter(isFields)
    .map((each) => launchOf(index, spotFields(index, each), place));
  const all = [...launches, ...inline];
  return all.length > 0 ? all : [unknownLaunch(index, place, configuration ?? model, subnets)];
}

/** A Spot fleet writes its groups as `[{ GroupId }]`. */
function spotFields(index: ResourceIndex, specification: Fields): Fields {
  const groups = index.elements(specification.SecurityGroups).map((group) => (isFields(group) ? (group.GroupId ?? null) : group));
  return groups.length > 0 ? { ...specification, SecurityGroups: groups } : specification;
}

const subnetOf = (specification: Value, subnets: Value | undefined) => {
  const stated = subnets ?? (isFields(specification) ? specification.SubnetId : undefined);
  return stated === undefined ? {} : { SubnetId: stated };
};

/** The group's subnets go before those of its launch template: "Create a launch template for an Auto Scaling group". */
const inSubnets = (launch: Launch, subnets: Value | undefined): Launch =>
  subnets === undefined ? launch : { ...launch, connections: launch.connections.map((each) => ({ ...each, subnets })) };

function unknownLaunch(index: ResourceIndex, place: Place, named: Value | undefined, subnets: Value | undefined): Launch {
  const doubt = { reason: `what '${index.keyOf(named) ?? 'the group'}' launches isn't in the inputs`, place };
  return { ...inSubnets(launchOf(index, {}, place), subnets), doubt };
}

const configData = ({ properties }: Resource) =>
  isFields(properties.SpotFleetRequestConfigData) ? properties.SpotFleetRequestConfigData : {};

/** Every launch template that a group names, with the subnet that a fleet's override may set. */
function specificationsOf(index: ResourceIndex, group: Resource): Value[] {
  const { LaunchTemplate, MixedInstancesPolicy: mixed, LaunchTemplateConfigs } = group.properties;
  const policy = isFields(mixed) && isFields(mixed.LaunchTemplate) ? mixed.LaunchTemplate : {};
  const overrides = index
    .elements(policy.Overrides)
    .filter(isFields)
    .map(({ LaunchTemplateSpecification: own }) => own);
  const configs = [LaunchTemplateConfigs, configData(group).LaunchTemplateConfigs].flatMap((list) => index.elements(list));
  const fleet = configs
    .filter(isFields)
    .flatMap((config) => withOverrides(index, config.LaunchTemplateSpecification, config.Overrides));
  return [LaunchTemplate, policy.LaunchTemplateSpecification, ...overrides, ...fleet].filter(isFields);
}

function withOverrides(index: ResourceIndex, specification: Value | undefined, overrides: Value | undefined): Value[] {
  if (!isFields(specification)) return [];
  const subnets = index
    .elements(overrides)
    .filter(isFields)
    .flatMap(({ SubnetId }) => (SubnetId === undefined || SubnetId === null ? [] : [SubnetId]));
  return subnets.length > 0 ? [{ ...specification, SubnetId: subnets }] : [specification];
}

function registrationsOf(index: ResourceIndex, group: Resource): Registration[] {
  // a classic load balancer counts as a target group of its own
  return ['TargetGroupARNs', 'LoadBalancerNames'].flatMap((name) =>
    index.elements(group.properties[name]).flatMap((named, position) => {
      const targetGroup = index.keyOf(named);
      const at = within(group.place, 'Properties', name, position);
      return targetGroup === undefined
        ? []
        : [{ targetGroup, to: group.id, hop: hop(at, `registers its instances with ${targetGroup}`) }];
    }),
  );
}
