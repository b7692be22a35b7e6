import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, inside, isThere, listed } from './assumed-resource';

/** Gateways, with the VPCs that they are attached to. */
export const assumedGateways = (answers: Answers): Resource[] => [
  ...answers.of('InternetGateways').flatMap((each) => [assumed('InternetGateway', each, {}), ...attachments(each)]),
  ...answers.of('VpnGateways').flatMap((each) => [assumed('VPNGateway', each, {}), ...vpnAttachments(each)]),
  ...answers
    .of('EgressOnlyInternetGateways')
    .map((each) => assumed('EgressOnlyInternetGateway', each, { VpcId: listed(each.fields, 'Attachments')[0]?.VpcId })),
  ...implied(answers),
  ...answers
    .of('NatGateways')
    .filter(({ fields }) => isThere(fields.State))
    .map(natGateway),
  ...answers
    .of('VpcPeeringConnections')
    .filter(({ fields }) => isThere(inside(fields, 'Status', 'Code')))
    .map(peering),
];

const attachments = (gateway: Described): Resource[] =>
  listed(gateway.fields, 'Attachments')
    .filter(({ State }) => isThere(State))
    .map(({ VpcId }) => attachment(gateway, String(VpcId), { InternetGatewayId: gateway.id }));

const vpnAttachments = (gateway: Described): Resource[] =>
  listed(gateway.fields, 'VpcAttachments')
    .filter(({ State }) => isThere(State))
    .map(({ VpcId }) => attachment(gateway, String(VpcId), { VpnGatewayId: gateway.id }));

const attachment = (by: Described, VpcId: string, gateway: Readonly<Record<string, string>>): Resource =>
  assumed('VPCGatewayAttachment', by, { VpcId, ...gateway }, { id: `${Object.values(gateway).join()}/${VpcId}` });

/** A route to a gateway can only be made where it is attached: "CreateRoute"; the same holds for its propagation. */
function implied(answers: Answers): Resource[] {
  return answers.of('RouteTables').flatMap((table) => {
    const routed = listed(table.fields, 'Routes').filter(({ State }) => State !== 'blackhole');
    const named = [...routed, ...listed(table.fields, 'PropagatingVgws')].flatMap(({ GatewayId }) => GatewayId ?? []);
    return [...new Set(named)].flatMap((id) => {
      if (typeof id !== 'string' || !/^(igw|vgw)-/.test(id)) return [];
      const gateway: Readonly<Record<string, string>> = id.startsWith('igw-') ? { InternetGatewayId: id } : { VpnGatewayId: id };
      return [attachment(table, String(table.fields.VpcId), gateway)];
    });
  });
}

/** A regional one has no subnet. */
const natGateway = (each: Described): Resource => {
  const { SubnetId, VpcId, ConnectivityType } = each.fields;
  return assumed('NatGateway', each, { SubnetId, ConnectivityType, VpcId: SubnetId ? undefined : VpcId });
};

const peering = (each: Described): Resource =>
  assumed('VPCPeeringConnection', each, {
    VpcId: inside(each.fields, 'RequesterVpcInfo', 'VpcId'),
    PeerVpcId: inside(each.fields, 'AccepterVpcInfo', 'VpcId'),
  });
