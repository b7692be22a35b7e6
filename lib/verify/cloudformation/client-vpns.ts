import type { Firewall } from '../model/firewall';
import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';
import { hop } from '../world/hop';
import type { Resource } from '../world/world';
import { placedIn } from './interfaces';
import type { ResourceIndex } from './resource-index';

/** Outsiders who come into a VPC by a client VPN: somebody in each associated subnet. */
export interface ClientVpns {
  readonly workloads: readonly Workload[];
  readonly interfaces: readonly Interface[];
}

/** The client VPN endpoints of a world, each as a host that outsiders use: "Client VPN endpoints" gives it an interface in a subnet. */
export function clientVpns(index: ResourceIndex): ClientVpns {
  const endpoints = index.ofType('AWS::EC2::ClientVpnEndpoint');
  return { workloads: endpoints.map(outsider), interfaces: endpoints.flatMap((endpoint) => clientInterfaces(index, endpoint)) };
}

const outsider = ({ id, place, doubt }: Resource): Workload => ({
  id,
  aliases: [],
  place,
  identities: [],
  credentials: [],
  storage: [],
  openings: [],
  outside: hop(place, 'connects hosts that are anywhere'),
  ...(doubt && { doubt }),
});

const clientInterfaces = (index: ResourceIndex, endpoint: Resource): readonly Interface[] =>
  index
    .referring('AWS::EC2::ClientVpnTargetNetworkAssociation', 'ClientVpnEndpointId', endpoint.id)
    .flatMap((association) => associated(index, endpoint, association));

/** Connections start at the clients: nothing in the VPC opens one to them. */
function associated(index: ResourceIndex, endpoint: Resource, association: Resource): readonly Interface[] {
  const closed: Firewall = { lists: [], otherwise: 'deny', hop: hop(endpoint.place, 'takes no connections from its network') };
  const placed = placedIn(index, {
    owner: endpoint.id,
    place: association.place,
    subnets: association.properties.SubnetId,
    ...(endpoint.properties.SecurityGroupIds !== undefined && { securityGroups: endpoint.properties.SecurityGroupIds }),
    publicIp: false,
    ...(association.doubt && { doubt: association.doubt }),
  });
  return placed.map((each) => ({ ...each, ingress: [closed] }));
}
