import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, inside, isThere, listed } from './assumed-resource';
import { howToAdd } from './describe-command';

/** Network interfaces, and who has them: each is a host that may pass on what it gets. */
export function assumedHosts(answers: Answers): Resource[] {
  const running = answers.of('Instances').filter(({ fields }) => isThere(inside(fields, 'State', 'Name')));
  const all = byId([...answers.of('NetworkInterfaces'), ...running.flatMap(ownInterfaces)]);
  const described = endpointInterfaces(answers);
  const hosts = new Map<string, [Described, ...Described[]]>();
  for (const each of all) {
    const host = hostOf(described, each);
    if (host === undefined) continue;
    const known = hosts.get(host);
    if (known) known.push(each);
    else hosts.set(host, [each]);
  }
  return [
    ...all.flatMap(networkInterface),
    ...[...hosts].map(([id, interfaces]) => hostWith(id, interfaces)),
    ...running.filter(({ id }) => !hosts.has(id)).map(bareInstance),
  ];
}

const byId = (all: readonly Described[]): Described[] => [...new Map(all.toReversed().map((each) => [each.id, each])).values()];

/** An instance whose interfaces no answer lists. */
function bareInstance(instance: Described): Resource {
  const { SubnetId, PrivateIpAddress, PublicIpAddress, SourceDestCheck } = instance.fields;
  const groups = listed(instance.fields, 'SecurityGroups').flatMap(({ GroupId }) => GroupId ?? []);
  const address = { PrivateIpAddress, AssociatePublicIpAddress: PublicIpAddress !== undefined };
  return assumed('Instance', instance, {
    SubnetId,
    SourceDestCheck,
    ...address,
    SecurityGroupIds: groups.length > 0 ? groups : undefined,
  });
}

/** The interfaces that an answer about an instance lists. */
const ownInterfaces = (instance: Described): Described[] =>
  listed(instance.fields, 'NetworkInterfaces').flatMap((each, index) => {
    const { NetworkInterfaceId: id } = each;
    if (typeof id !== 'string') return [];
    const attachment = { ...(isFields(each.Attachment) ? each.Attachment : {}), InstanceId: instance.id };
    return [{ id, fields: { ...each, Attachment: attachment }, pointer: `${instance.pointer}/NetworkInterfaces/${index}` }];
  });

function networkInterface(each: Described): Resource[] {
  const { SubnetId, PrivateIpAddress, SourceDestCheck, Association } = each.fields;
  const addresses = listed(each.fields, 'PrivateIpAddresses');
  const isPublic = isFields(Association) || addresses.some((address) => isFields(address.Association));
  const groups = listed(each.fields, 'Groups').flatMap(({ GroupId }) => GroupId ?? []);
  const sixth = listed(each.fields, 'Ipv6Addresses').map(({ Ipv6Address }) => ({ Ipv6Address: Ipv6Address ?? null }));
  return [
    assumed('NetworkInterface', each, {
      ...{ SubnetId, PrivateIpAddress, SourceDestCheck, GroupSet: groups.length > 0 ? groups : undefined },
      PrivateIpAddresses: addresses.length > 1 ? addresses.map(privateAddress) : undefined,
      Ipv6Addresses: sixth.length > 0 ? sixth : undefined,
    }),
    ...(isPublic ? [assumed('EIPAssociation', each, { NetworkInterfaceId: each.id }, { id: `${each.id}/public` })] : []),
  ];
}

const privateAddress = ({ PrivateIpAddress, Primary }: Fields): Fields => ({
  PrivateIpAddress: PrivateIpAddress ?? null,
  Primary: Primary ?? false,
});

/** Who has an interface; undefined if nobody, or something that is described otherwise. */
function hostOf(ofEndpoints: ReadonlySet<Value>, { id, fields }: Described): string | undefined {
  if (fields.InterfaceType === 'nat_gateway' || ofEndpoints.has(id)) return undefined;
  const instance = inside(fields, 'Attachment', 'InstanceId');
  if (typeof instance === 'string') return instance;
  return fields.Status === 'available' ? undefined : `host of ${id}`;
}

/** Interfaces of endpoints that are described. */
const endpointInterfaces = (answers: Answers): ReadonlySet<Value> =>
  new Set(
    answers.of('VpcEndpoints').flatMap(({ fields }) => {
      const { NetworkInterfaceIds: ids } = fields;
      return Array.isArray(ids) ? (ids as readonly Value[]) : [];
    }),
  );

function hostWith(id: string, interfaces: readonly [Described, ...Described[]]): Resource {
  const [first] = interfaces;
  const NetworkInterfaces = interfaces.map((each, index) => ({
    DeviceIndex: String(inside(each.fields, 'Attachment', 'DeviceIndex') ?? index),
    NetworkInterfaceId: each.id,
  }));
  const doubt = doubtAbout(first);
  return {
    ...assumed('Instance', first, { NetworkInterfaces }, { id }),
    ...(doubt !== undefined && { doubt: { reason: doubt } }),
  };
}

const passingOn: readonly Value[] = ['network_load_balancer', 'load_balancer', 'gateway_load_balancer', 'transit_gateway'];
const endpointTypes: readonly Value[] = ['vpc_endpoint', 'gateway_load_balancer_endpoint'];

/** Where an interface isn't a host's own, what is behind it isn't described, or not yet. */
function doubtAbout({ id, fields }: Described): string | undefined {
  const { InterfaceType: type = 'interface' } = fields;
  const behind = `what is behind ${id}, a ${String(type)}, isn't in the inputs`;
  if (endpointTypes.includes(type)) return `${behind}${howToAdd('describe-vpc-endpoints')}`;
  return passingOn.includes(type) ? behind : undefined;
}
