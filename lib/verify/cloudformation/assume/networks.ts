import { grouped } from '../../indexing/grouped';
import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, inside, listed } from './assumed-resource';
import { howToAdd } from './describe-command';

/** VPCs with what is known of their defaults, and their subnets. */
export function assumedNetworks(answers: Answers): Resource[] {
  const byVpc = (key: 'RouteTables' | 'NetworkAcls' | 'SecurityGroups') =>
    grouped(answers.of(key), ({ fields }) => (typeof fields.VpcId === 'string' ? fields.VpcId : undefined));
  const own = { tables: byVpc('RouteTables'), acls: byVpc('NetworkAcls'), groups: byVpc('SecurityGroups') };
  return [...answers.of('Vpcs').flatMap((vpc) => network(answers, vpc, own)), ...answers.of('Subnets').flatMap(subnet)];
}

/** What was described, by the VPC that it is in. */
type ByVpc = Readonly<Record<'tables' | 'acls' | 'groups', ReadonlyMap<string, readonly Described[]>>>;

function network(answers: Answers, vpc: Described, own: ByVpc): Resource[] {
  const { CidrBlock } = vpc.fields;
  const support = answers.attributes.find(({ id, fields }) => id === vpc.id && 'EnableDnsSupport' in fields);
  const blocks = [...blocksOf(vpc.fields, 4), ...blocksOf(vpc.fields, 6)].filter(([, block]) => block !== CidrBlock);
  const metadata = { assumed: defaultsOf(answers, vpc.id, own) };
  return [
    assumed(
      'VPC',
      vpc,
      { CidrBlock, EnableDnsSupport: support && inside(support.fields, 'EnableDnsSupport', 'Value') },
      { metadata },
    ),
    ...blocks.map(([name, block]) =>
      assumed('VPCCidrBlock', vpc, { VpcId: vpc.id, [name]: block }, { id: `${vpc.id}/${block}` }),
    ),
  ];
}

function blocksOf(fields: Fields, family: 4 | 6): (readonly [name: string, block: string])[] {
  const name = family === 4 ? 'CidrBlock' : 'Ipv6CidrBlock';
  const sets = family === 4 ? 'CidrBlockAssociationSet' : 'Ipv6CidrBlockAssociationSet';
  return listed(fields, sets)
    .filter((each) => !['disassociated', 'failed'].includes(String(inside(each, `${name}State`, 'State'))))
    .flatMap((each) => (typeof each[name] === 'string' ? [[name, each[name] as string] as const] : []));
}

/** What every VPC has by default, as far as it was described; and why what it holds isn't known. */
function defaultsOf(answers: Answers, vpc: string, { tables, acls, groups }: ByVpc): Fields {
  const table = tables.get(vpc)?.find(({ fields }) => listed(fields, 'Associations').some(({ Main }) => Main === true));
  const acl = acls.get(vpc)?.find(({ fields }) => fields.IsDefault === true);
  const group = groups.get(vpc)?.find(({ fields }) => fields.GroupName === 'default');
  const missing = [
    ...(answers.has('NetworkInterfaces') ? [] : ['describe-network-interfaces']),
    ...(answers.has('InternetGateways') ? [] : ['describe-internet-gateways']),
  ];
  return {
    ...(table && { table: table.id }),
    ...(acl && { acl: acl.id }),
    ...(group && { group: group.id }),
    ...(missing.length > 0 && { doubt: `what stands in ${vpc} isn't in the inputs${howToAdd(missing.join(' and '))}` }),
  };
}

function subnet(each: Described): Resource[] {
  const { VpcId, CidrBlock, MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, Ipv6Native } = each.fields;
  const [first, ...rest] = blocksOf(each.fields, 6).map(([, block]): Value => block);
  const properties = { VpcId, CidrBlock, MapPublicIpOnLaunch, AssignIpv6AddressOnCreation, Ipv6Native, Ipv6CidrBlock: first };
  return [
    assumed('Subnet', each, properties),
    ...rest.map((Ipv6CidrBlock) =>
      assumed('SubnetCidrBlock', each, { SubnetId: each.id, Ipv6CidrBlock }, { id: `${each.id}/${String(Ipv6CidrBlock)}` }),
    ),
  ];
}
