import { CfnResource } from 'aws-cdk-lib';
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { type Elements, elementsOf, mentions } from './mentions';
import { breaksOf, meets, type NetworkParts, type Rule } from './network-rules';
import { templateFragment, templateProperties } from './template-properties';

/** The part of a network that rules are held against. */
export interface GuardedNetwork {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** The endpoint that needs no policy, as it leads to the proxy. @default - none */
  readonly door?: IConstruct;
}

/** One message for each thing in the whole app that breaks a network's rules; for use while the app is validated. */
export function networkBreaks(scope: IConstruct, network: GuardedNetwork, rules: readonly Rule[]): string[] {
  const elements = elementsOf(scope.node.root);
  const parts = partsOf(scope, network, elements);
  const resources = scope.node.root.node.findAll().filter(CfnResource.isCfnResource);
  return resources.flatMap((resource) => {
    const mentioned = mentions(templateFragment(resource), resource, elements);
    if (!meets(mentioned, parts.all)) return [];
    const isDoor = resource.node.scopes.some((parent) => parent === network.door);
    const suspect = { type: resource.cfnResourceType, properties: templateProperties(resource), mentioned, parts, isDoor };
    return breaksOf(suspect, rules).map((what) => `${resource.node.path} ${what}`);
  });
}

function partsOf(scope: IConstruct, { vpc, subnets }: GuardedNetwork, elements: Elements): NetworkParts {
  const network = mentions(vpc.vpcId, scope, elements);
  const inside = mentions(subnets.map(idOf), scope, elements);
  const tables = mentions(subnets.map(tableOf), scope, elements);
  return {
    subnets: inside,
    routeTables: tables,
    defaultGroup: new Set([...network].map((name) => `${name}.DefaultSecurityGroup`)),
    all: new Set([...network, ...inside, ...tables]),
  };
}

const idOf = ({ subnetId }: ISubnet): string => subnetId;
const tableOf = ({ routeTable }: ISubnet): string => routeTable.routeTableId;
