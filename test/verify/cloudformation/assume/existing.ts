import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { cloudFormationSystems } from '../../../../lib/verify/cloudformation/systems';
import { judgeAll } from '../../../../lib/verify/judge';
import type { Report } from '../../../../lib/verify/report/report';
import { reportOf } from '../../../../lib/verify/report/report-of';
import { template } from '../evaluate/fixture';
import { type Resources, sealed } from '../network/airlock';

export const vpc = 'vpc-0123456789abcdef0';
export const subnet = 'subnet-0123456789abcdef0';
const table = 'rtb-0123456789abcdef0';

/** The sealed airlock whose agent's VPC and subnet exist already. */
export function imported(changes: Resources = {}): Resources {
  const { Room, RoomSubnet, RoomTable, RoomTableAssociation, ...rest } = sealed;
  const text = JSON.stringify({ ...rest, ...changes })
    .replaceAll('{"Ref":"Room"}', JSON.stringify(vpc))
    .replaceAll('{"Ref":"RoomSubnet"}', JSON.stringify(subnet));
  return JSON.parse(text) as Resources;
}

/** An answer with changes, `undefined` leaving a part out. */
export type Answers = Readonly<Record<string, unknown>>;

export const everything = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

export const group = (GroupId: string, more: object = {}) => ({
  ...{ GroupId, GroupName: GroupId, VpcId: vpc, IpPermissions: [], IpPermissionsEgress: [], ...more },
});

export const aclEntries = [false, true].flatMap((Egress) => [
  { CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 },
  { CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 },
]);

const localRoute = {
  DestinationCidrBlock: '10.0.0.0/16',
  GatewayId: 'local',
  Origin: 'CreateRouteTable',
  State: 'active',
};

export const mainTable = (routes: readonly object[] = [], more: object = {}) => ({
  RouteTableId: table,
  VpcId: vpc,
  Associations: [
    { Main: true, RouteTableAssociationId: 'rtbassoc-0', RouteTableId: table, AssociationState: { State: 'associated' } },
  ],
  Routes: [localRoute, ...routes],
  PropagatingVgws: [],
  ...more,
});

/** The full description of a VPC that lets nothing out. */
export const closed: Answers = {
  Vpcs: [
    {
      ...{ VpcId: vpc, CidrBlock: '10.0.0.0/16', State: 'available', IsDefault: false, DhcpOptionsId: 'dopt-0' },
      CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
    },
  ],
  Subnets: [
    { SubnetId: subnet, VpcId: vpc, CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: false, Ipv6CidrBlockAssociationSet: [] },
  ],
  RouteTables: [mainTable()],
  SecurityGroups: [group('sg-0123456789abcdef0', { GroupName: 'default' })],
  NetworkAcls: [
    {
      ...{ NetworkAclId: 'acl-0123456789abcdef0', VpcId: vpc, IsDefault: true, Entries: aclEntries },
      Associations: [{ NetworkAclAssociationId: 'aclassoc-0', NetworkAclId: 'acl-0123456789abcdef0', SubnetId: subnet }],
    },
  ],
  InternetGateways: [],
  NetworkInterfaces: [],
};

export function report(assume: unknown, resources: Resources = imported()): Report {
  const body = template({ Resources: resources } as unknown as JsonMapping);
  const roles = { agents: [{ id: 'Agent' }], proxies: [{ id: 'Proxy', ports: [3128] }] };
  return reportOf(judgeAll(cloudFormationSystems([body], { ...roles, assume })), [], {});
}
