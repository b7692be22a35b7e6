import { literalAddresses } from '../../choice/address-choice';
import type { Route } from '../../model/route';
import type { ServiceEndpoint } from '../../model/service-endpoint';
import { AddressSet } from '../../traffic/address-set';
import { linkLocal } from '../../traffic/link-local';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import { awsPrefixLists, egressRules } from '../firewalls/aws-prefix-lists';
import type { ResourceIndex } from '../resource-index';

const type = 'AWS::VpcLattice::ServiceNetworkVpcAssociation';
const why = "leads to a service network, of which it isn't modelled what is behind it";

/** VPC Lattice answers at link-local addresses, which no table shows: a service network takes whatever the sender's groups let out. */
export const latticeRoutes = (index: ResourceIndex, network: string): readonly Route[] =>
  index.referring(type, 'VpcIdentifier', network).flatMap(({ id, place }) =>
    ['0.0.0.0/0', '::/0'].map((destination) => ({
      destination,
      target: { kind: 'service', endpoint: id } as const,
      hop: hop(place, `associates ${network} with a service network`),
    })),
  );

/** The service networks that VPCs are associated with. */
export const latticeEndpoints = (index: ResourceIndex): readonly ServiceEndpoint[] =>
  index.ofType(type).map(({ id, place }) => ({
    id,
    place,
    service: 'vpc-lattice',
    groups: awsPrefixLists(index),
    services: ServiceSet.all,
    confinement: { verdict: 'unknown', reasons: [hop(place, why)] },
  }));

/** Rules for the link-local addresses themselves, which count as no destinations elsewhere. */
export function latticeDoubts(index: ResourceIndex): readonly Doubt[] {
  const named = egressRules(index).some(({ CidrIp, CidrIpv6 }) =>
    [CidrIp, CidrIpv6].some((cidr) => literalAddresses(cidr) && linkLocal.covers(literalAddresses(cidr) ?? AddressSet.all)),
  );
  return named ? index.ofType(type).map(({ place }) => ({ reason: why, place })) : [];
}
