import { grouped } from '../../indexing/grouped';
import type { Route, Router } from '../../model/route';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { widestAddresses } from '../addresses/address-choice';
import { networkAddresses } from '../addresses/network-ranges';
import { oncePerIndex } from '../reading/once-per-index';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { attachmentsOf, type HubAttachment, hubAttachment, hubAttachments, hubTable, propagatesTo } from './hub-attachments';
import { deadEnd, foreignTarget, type RouteTarget } from './route-target';
import { subnetTable } from './subnet-tables';

const hubRouter = (table: string): string => `hub:${table}`;

/** A transit gateway sends on by the table that the sender's attachment is associated with. */
export function hubTargets(
  index: ResourceIndex,
  value: Value,
  { network }: { readonly network: string },
): readonly RouteTarget[] {
  const key = index.keyOf(value) ?? '';
  const text = `the transit gateway ${key}`;
  if (index.get(key)?.type !== 'AWS::EC2::TransitGateway') return foreignTarget({ kind: 'outside', what: text }, text);
  const own = attachmentsOf(index, key, network);
  if (own.length === 0) return deadEnd(`${text}, to which ${network} isn't attached`);
  return own.flatMap(({ table, doubt }) =>
    table === undefined
      ? deadEnd(`${text}, where ${network} is associated with no route table`)
      : [{ target: { kind: 'router', router: hubRouter(table) } as const, text, ...(doubt && { doubt }) }],
  );
}

/** The route tables of transit gateways: their own, the default one, and those that an attachment only refers to. */
export const hubRouters = (index: ResourceIndex): readonly Router[] =>
  index.ofType('AWS::EC2::TransitGateway').flatMap((hub) => {
    const own = index.referring('AWS::EC2::TransitGatewayRouteTable', 'TransitGatewayId', hub.id).map(({ id }) => id);
    const known = new Set([...own, `${hub.id}@default`]);
    const named = hubAttachments(index, hub.id).flatMap(({ table }) => table ?? []);
    return [...new Set([...known, ...named])].map((table) => hubTableRouter(index, hub, table, known.has(table)));
  });

function hubTableRouter(index: ResourceIndex, hub: Resource, table: string, isKnown: boolean): Router {
  const attachments = hubAttachments(index, hub.id);
  const routes = (statics(index).get(table) ?? []).flatMap((route) => staticRoutes(index, route));
  const learned = attachments.filter((attachment) => propagatesTo(index, attachment, table));
  const doubt = isKnown ? undefined : { reason: `the route table '${table}' isn't in the inputs`, place: hub.place };
  const all = [...routes, ...learned.flatMap((attachment) => propagated(index, hub, attachment))];
  return { id: hubRouter(table), routes: all, ...(doubt && { doubt }) };
}

const statics = oncePerIndex((index) =>
  grouped(index.ofType('AWS::EC2::TransitGatewayRoute'), ({ properties }) =>
    hubTable(index, properties.TransitGatewayRouteTableId),
  ),
);

function staticRoutes(index: ResourceIndex, route: Resource): readonly Route[] {
  const key = index.keyOf(route.properties.TransitGatewayAttachmentId);
  const attachment = hubAttachment(index, key ?? '');
  const blackhole = truth(index, route.properties.Blackhole, ['true'], false) === true;
  const targets = blackhole
    ? deadEnd('a black hole')
    : attachment
      ? attachmentTargets(index, attachment)
      : unknownAttachment(key);
  const text = index.keyOf(route.properties.DestinationCidrBlock) ?? '';
  return widestAddresses(index, route.properties.DestinationCidrBlock, text.includes(':') ? 6 : 4).flatMap((choice) =>
    choice.addresses
      .cidrs()
      .flatMap((destination) =>
        targets.map((each) => made(destination, 0, each, route, route.doubt ?? choice.doubt ?? each.doubt)),
      ),
  );
}

const unknownAttachment = (key: string | undefined): readonly RouteTarget[] =>
  foreignTarget({ kind: 'outside', what: `the attachment ${key}` }, `the attachment ${key}`);

/** "Route propagation": a VPC's blocks; what a VPN or a peer makes known can't be told. */
function propagated(index: ResourceIndex, hub: Resource, attachment: HubAttachment): readonly Route[] {
  const { network, resource } = attachment;
  const known = network === undefined ? [] : networkAddresses(index, network).cidrs();
  const doubt: Doubt = { reason: `what ${attachment.id} makes known to ${hub.id} isn't in the inputs` };
  const destinations = known.length > 0 ? known : ['0.0.0.0/0', '::/0'];
  return attachmentTargets(index, attachment).flatMap((target) =>
    destinations.map((destination) =>
      made(destination, 1, target, resource, known.length > 0 ? (attachment.doubt ?? target.doubt) : doubt),
    ),
  );
}

function made(destination: string, priority: number, { target, text }: RouteTarget, { place }: Resource, doubt?: Doubt): Route {
  return { destination, priority, target, hop: hop(place, `routes ${destination} to ${text}`), ...(doubt && { doubt }) };
}

/** Packets enter a VPC in the attachment's subnets and go on by these subnets' routes. */
function attachmentTargets(
  index: ResourceIndex,
  { id, network, subnets, resource, peer }: HubAttachment,
): readonly RouteTarget[] {
  const text = `the attachment ${id}`;
  if (network === undefined && peer && index.get(peer)) return foreignTarget({ kind: 'outside', what: text }, text);
  if (network === undefined) return [{ target: { kind: 'outside', what: text }, text }];
  if (index.get(network)?.type !== 'AWS::EC2::VPC') return foreignTarget({ kind: 'outside', what: text }, text);
  const doubt = resource.doubt;
  const own = subnets.flatMap((key) => index.get(key) ?? []).filter(({ type }) => type === 'AWS::EC2::Subnet');
  if (own.length < subnets.length) return foreignTarget({ kind: 'deliver', network }, text);
  const routers = [...new Set(own.map((subnet) => subnetTable(index, subnet).router))];
  return routers.map((router) => ({ target: { kind: 'router', router }, text, ...(doubt && { doubt }) }));
}
