import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../reading/once-per-index';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

/** What hangs on a transit gateway: a VPC, or something outside. */
export interface HubAttachment {
  readonly id: string;
  readonly hub: string;
  readonly resource: Resource;
  /** The VPC; undefined for a VPN, a peer or a Connect attachment. */
  readonly network?: string;
  readonly subnets: readonly string[];
  /** Of a peering: the other transit gateway. */
  readonly peer?: string;
  /** The route table that its packets are routed by; undefined if it has none. */
  readonly table?: string;
  readonly doubt?: Doubt;
}

const networkTypes = ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'];
const outsideTypes = ['AWS::EC2::TransitGatewayPeeringAttachment', 'AWS::EC2::TransitGatewayConnect', 'AWS::EC2::VPNConnection'];

export const hubAttachments = (index: ResourceIndex, hub: string): readonly HubAttachment[] => byHub(index).get(hub) ?? [];

/** The attachments by which a VPC is at a transit gateway; one, if the inputs can be deployed. */
export const attachmentsOf = (index: ResourceIndex, hub: string, network: string): readonly HubAttachment[] =>
  byNetwork(index).get(`${hub} ${network}`) ?? [];

/** The attachment that a key names. */
export const hubAttachment = (index: ResourceIndex, id: string): HubAttachment | undefined => byId(index).get(id);

const all = oncePerIndex((index): readonly HubAttachment[] =>
  index.ofType(...networkTypes, ...outsideTypes).flatMap((resource) => attachment(index, resource, hubOf(index, resource)) ?? []),
);
const byHub = oncePerIndex((index) => grouped(all(index), ({ hub }) => hub));
const byNetwork = oncePerIndex((index) => grouped(all(index), ({ hub, network }) => network && `${hub} ${network}`));
const byId = oncePerIndex((index) => new Map(all(index).map((each) => [each.id, each])));

function hubOf(index: ResourceIndex, { type, properties }: Resource): string | undefined {
  if (type !== 'AWS::EC2::TransitGatewayConnect') return index.keyOf(properties.TransitGatewayId);
  // it runs over another attachment, which says which gateway it is at
  const carrier = index.resourceOf(properties.TransportTransitGatewayAttachmentId, ...networkTypes);
  return carrier && index.keyOf(carrier.properties.TransitGatewayId);
}

function attachment(index: ResourceIndex, resource: Resource, hub: string | undefined): HubAttachment | undefined {
  if (hub === undefined) return undefined;
  const { id, type, properties } = resource;
  const network = networkTypes.includes(type) ? index.keyOf(properties.VpcId) : undefined;
  const peer = index.keyOf(properties.PeerTransitGatewayId);
  const { table, doubt } = associated(index, id, hub);
  const reasons = resource.doubt ?? doubt;
  return {
    id,
    hub,
    resource,
    subnets: index.elements(properties.SubnetIds).map((value) => index.keyOf(value) ?? ''),
    ...(network !== undefined && { network }),
    ...(peer !== undefined && { peer }),
    ...(table !== undefined && { table }),
    ...(reasons && { doubt: reasons }),
  };
}

/** The table that an attachment is associated with, or the gateway's default: "AWS::EC2::TransitGateway" enables that where it is left out. */
function associated(index: ResourceIndex, id: string, hub: string): { table?: string; doubt?: Doubt } {
  const [association] = index.referring('AWS::EC2::TransitGatewayRouteTableAssociation', 'TransitGatewayAttachmentId', id);
  if (association) {
    const table = hubTable(index, association.properties.TransitGatewayRouteTableId);
    return { table, ...(association.doubt && { doubt: association.doubt }) };
  }
  const enabled = truth(index, index.get(hub)?.properties.DefaultRouteTableAssociation, ['enable'], true);
  if (enabled === false) return {};
  return {
    table: defaultTable(index, hub, 'AssociationDefaultRouteTableId'),
    ...(typeof enabled === 'object' && { doubt: enabled }),
  };
}

function defaultTable(index: ResourceIndex, hub: string, property: string): string {
  const named = index.get(hub)?.properties[property];
  return named === undefined || named === null ? `${hub}@default` : hubTable(index, named);
}

/** The table that a value names; both default tables are the same one unless the gateway says otherwise. */
export const hubTable = (index: ResourceIndex, value: Value | undefined): string =>
  (index.keyOf(value) ?? '').replace(/\.(Association|Propagation)DefaultRouteTableId$/, '@default');

/** Whether a table learns the routes of an attachment. */
export function propagatesTo(index: ResourceIndex, { id, hub }: HubAttachment, table: string): boolean {
  const explicit = index
    .referring('AWS::EC2::TransitGatewayRouteTablePropagation', 'TransitGatewayAttachmentId', id)
    .some(({ properties }) => hubTable(index, properties.TransitGatewayRouteTableId) === table);
  if (explicit) return true;
  const enabled = truth(index, index.get(hub)?.properties.DefaultRouteTablePropagation, ['enable'], true);
  return enabled !== false && defaultTable(index, hub, 'PropagationDefaultRouteTableId') === table;
}
