import type { Router } from '../../model/route';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { howToDescribe } from '../assume/describe-command';
import type { ResourceIndex } from '../resource-index';
import { localRoutes } from './local-routes';
import { foreignTarget, type RouteTarget } from './route-target';

const farSide = (peering: string, network: string): string => `peering:${peering}:in:${network}`;

/** A peering leads to the other VPC's own addresses and no further: "VPC peering limitations" rules out transit. */
export function peeringTargets(
  index: ResourceIndex,
  value: Value,
  { network }: { readonly network: string },
): readonly RouteTarget[] {
  const text = `the peering ${index.keyOf(value)}`;
  const peering = index.resourceOf(value, 'AWS::EC2::VPCPeeringConnection');
  const other = peering && sides(index, peering).find((side) => side !== network);
  if (!peering || !other || !sides(index, peering).includes(network)) return foreignTarget({ kind: 'outside', what: text }, text);
  return [
    { target: { kind: 'router', router: farSide(peering.id, other) }, text, ...(peering.doubt && { doubt: peering.doubt }) },
  ];
}

const sides = (index: ResourceIndex, { properties }: Resource): readonly string[] =>
  [properties.VpcId, properties.PeerVpcId].map((value) => index.keyOf(value) ?? '');

/** The far sides of peerings. */
export const peeringRouters = (index: ResourceIndex): readonly Router[] =>
  index
    .ofType('AWS::EC2::VPCPeeringConnection')
    .flatMap((peering) => [...new Set(sides(index, peering))].map((side) => router(index, peering, side)));

function router(index: ResourceIndex, peering: Resource, network: string): Router {
  const id = farSide(peering.id, network);
  if (index.get(network)?.type === 'AWS::EC2::VPC')
    return { id, routes: localRoutes(index, network, hop(peering.place, `leads to ${network}`)) };
  return {
    id,
    routes: [],
    doubt: { reason: `the peered network '${network}' isn't in the inputs${howToDescribe(network)}`, place: peering.place },
  };
}
