import { UnusableInput } from '../../unusable-input';
import type { Fields, Value } from '../../world/value';

/** What `aws ec2 describe-…` answers hold, by key, and the field that names each item. */
const answerKeys = {
  Vpcs: 'VpcId',
  Subnets: 'SubnetId',
  RouteTables: 'RouteTableId',
  SecurityGroups: 'GroupId',
  SecurityGroupRules: 'SecurityGroupRuleId',
  NetworkAcls: 'NetworkAclId',
  InternetGateways: 'InternetGatewayId',
  EgressOnlyInternetGateways: 'EgressOnlyInternetGatewayId',
  NatGateways: 'NatGatewayId',
  VpnGateways: 'VpnGatewayId',
  VpcEndpoints: 'VpcEndpointId',
  VpcPeeringConnections: 'VpcPeeringConnectionId',
  TransitGateways: 'TransitGatewayId',
  TransitGatewayVpcAttachments: 'TransitGatewayAttachmentId',
  TransitGatewayAttachments: 'TransitGatewayAttachmentId',
  TransitGatewayRouteTables: 'TransitGatewayRouteTableId',
  PrefixLists: 'PrefixListId',
  ManagedPrefixLists: 'PrefixListId',
  NetworkInterfaces: 'NetworkInterfaceId',
  Instances: 'InstanceId',
  DhcpOptions: 'DhcpOptionsId',
} as const;

export type AnswerKey = keyof typeof answerKeys;

/** One described thing, and where it stands in the answers. */
export interface Described {
  readonly id: string;
  readonly fields: Fields;
  /** JSON Pointer. */
  readonly pointer: string;
}

/** What was described. */
export interface Answers {
  readonly of: (key: AnswerKey) => readonly Described[];
  /** Whether there was an answer of a kind, be it an empty one. */
  readonly has: (key: AnswerKey) => boolean;
  /** Answers of `describe-vpc-attribute`. */
  readonly attributes: readonly Described[];
}

/** Reads answers: one, a list of them, or one object that has the keys of several. Throws an UnusableInput for anything else. */
export function readAnswers(input: unknown): Answers {
  const parts = Array.isArray(input)
    ? input.map((part, index) => ({ part, pointer: `/${index}` }))
    : [{ part: input, pointer: '' }];
  const found = new Map<AnswerKey, Described[]>();
  const attributes: Described[] = [];
  for (const { part, pointer } of parts) readAnswer(objectOf(part, pointer), pointer, found, attributes);
  return { of: (key) => found.get(key) ?? [], has: (key) => found.has(key), attributes };
}

const attributeKeys = ['EnableDnsSupport', 'EnableDnsHostnames', 'EnableNetworkAddressUsageMetrics'];

function readAnswer(part: Fields, pointer: string, found: Map<AnswerKey, Described[]>, attributes: Described[]): void {
  if (part.NextToken) throw unusable(pointer, 'is a first page only: run the command without --max-items and --no-paginate');
  const isAttribute = attributeKeys.some((key) => key in part);
  if (isAttribute) attributes.push(described(part, 'VpcId', pointer));
  const lists = Object.keys(part).filter(isAnswerKey);
  const instances = 'Reservations' in part ? instancesOf(part.Reservations, pointer) : undefined;
  if (!isAttribute && lists.length === 0 && !instances)
    throw unusable(pointer, `has none of ${Object.keys(answerKeys).join(', ')}: give what aws ec2 describe-… prints`);
  for (const key of lists) add(found, key, itemsOf(part[key], answerKeys[key], `${pointer}/${key}`));
  if (instances) add(found, 'Instances', instances);
}

const isAnswerKey = (key: string): key is AnswerKey => Object.hasOwn(answerKeys, key);

function add(found: Map<AnswerKey, Described[]>, key: AnswerKey, items: readonly Described[]): void {
  const known = found.get(key) ?? [];
  const ids = new Set(known.map(({ id }) => id));
  found.set(key, [...known, ...items.filter(({ id }) => !ids.has(id))]);
}

const instancesOf = (reservations: Value | undefined, pointer: string): Described[] =>
  listOf(reservations, `${pointer}/Reservations`).flatMap((each, index) => {
    const at = `${pointer}/Reservations/${index}`;
    return itemsOf(objectOf(each, at).Instances, 'InstanceId', `${at}/Instances`);
  });

const itemsOf = (list: Value | undefined, name: string, pointer: string): Described[] =>
  listOf(list, pointer).map((item, index) => described(objectOf(item, `${pointer}/${index}`), name, `${pointer}/${index}`));

function described(fields: Fields, name: string, pointer: string): Described {
  const id = fields[name];
  if (typeof id === 'string' && id !== '') return { id, fields, pointer };
  throw unusable(pointer, `has no ${name}: give the answer as aws prints it, without --query`);
}

function listOf(value: unknown, pointer: string): readonly Value[] {
  if (Array.isArray(value)) return value as Value[];
  throw unusable(pointer, 'must be a list: give the answer as aws prints it, without --query');
}

function objectOf(value: unknown, pointer: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  const got = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  throw unusable(pointer, `must be an answer of aws ec2 describe-… with --output json, got ${got}`);
}

const unusable = (pointer: string, what: string): UnusableInput =>
  new UnusableInput(`what is assumed${pointer && ` at ${pointer}`} ${what}`);
