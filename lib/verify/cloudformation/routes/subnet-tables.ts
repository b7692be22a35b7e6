import type { Doubt } from '../../world/doubt';
import type { Resource } from '../../world/world';
import { assumedDefaults } from '../assume/assumed-defaults';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';

/** The router of a VPC's main route table, which CloudFormation has no name for, so that it only has the local routes. */
export const mainRouter = (network: string): string => `${network}@main`;

/** The router of one subnet, where it isn't a route table that the inputs make. */
export const subnetRouter = (subnet: string): string => `${subnet}@routes`;

/** The route tables by which a subnet's hosts are routed; several only if the inputs contradict each other. */
export interface SubnetTable {
  readonly router: string;
  /** Route tables whose routes count; none for a main table. */
  readonly tables: readonly string[];
  readonly doubt?: Doubt;
}

/** Which route table a subnet has: the associated one, else its VPC's main table. */
export const subnetTable = (index: ResourceIndex, subnet: Resource): SubnetTable =>
  tables(index).get(subnet.id) ?? table(index, subnet);

/** The main table of a VPC that exists already has a name. */
function mainTable(index: ResourceIndex, network: string): SubnetTable {
  const main = assumedDefaults(index, network)?.table;
  return main === undefined ? { router: mainRouter(network), tables: [] } : { router: main, tables: [main] };
}

const tables = oncePerIndex(
  (index): ReadonlyMap<string, SubnetTable> =>
    new Map(index.ofType('AWS::EC2::Subnet').map((subnet) => [subnet.id, table(index, subnet)])),
);

function table(index: ResourceIndex, subnet: Resource): SubnetTable {
  const associations = index.referring('AWS::EC2::SubnetRouteTableAssociation', 'SubnetId', subnet.id);
  const network = index.keyOf(subnet.properties.VpcId) ?? '';
  const keys = [...new Set(associations.map(({ properties }) => index.keyOf(properties.RouteTableId) ?? ''))];
  const doubt = associations.find((association) => association.doubt)?.doubt;
  const [only] = keys;
  if (only === undefined) return mainTable(index, network);
  if (keys.length === 1 && !doubt) return { router: only, tables: keys };
  return { router: subnetRouter(subnet.id), tables: keys, ...(doubt && { doubt }) };
}
