import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';

/** An internet or VPN gateway at a VPC. */
export interface Attachment {
  readonly gateway: string;
  readonly network: string;
  readonly kind: 'internet' | 'vpn';
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

/** Which gateways are attached to a VPC: a route to one that isn't leads nowhere. */
export const attachments = (index: ResourceIndex, network: string): readonly Attachment[] => byNetwork(index).get(network) ?? [];

const byNetwork = oncePerIndex((index) =>
  grouped(
    index.ofType('AWS::EC2::VPCGatewayAttachment').flatMap((resource) => attached(index, resource)),
    ({ network }) => network,
  ),
);

function attached(index: ResourceIndex, { place, properties, doubt }: Resource): readonly Attachment[] {
  const network = index.keyOf(properties.VpcId);
  const gateways = [
    { kind: 'internet' as const, gateway: index.keyOf(properties.InternetGatewayId), what: 'an internet gateway' },
    { kind: 'vpn' as const, gateway: index.keyOf(properties.VpnGatewayId), what: 'a VPN gateway' },
  ];
  return gateways.flatMap(({ kind, gateway, what }) =>
    network === undefined || gateway === undefined
      ? []
      : [{ kind, gateway, network, hop: hop(place, `attaches ${what} to ${network}`), ...(doubt && { doubt }) }],
  );
}

/** The step at which packets from the internet may come into a VPC, if an internet gateway is attached to it. */
export const internetOf = (index: ResourceIndex, network: string): Hop | undefined =>
  attachments(index, network).find(({ kind }) => kind === 'internet')?.hop;
