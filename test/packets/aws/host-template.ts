import { groupId, type Resources, ref } from './resources';
import { type AwsHost, type AwsTopology, networkOf } from './topology';

/** An instance, with its interface and Elastic IP where they are resources of their own. */
export function hostResources(topology: AwsTopology, host: AwsHost): Resources {
  const { name, publicAddress, separateInterface } = host;
  const onto = separateInterface ? { NetworkInterfaceId: ref(`${name}Interface`) } : { InstanceId: ref(name) };
  return {
    ...(separateInterface && {
      [`${name}Interface`]: {
        Type: 'AWS::EC2::NetworkInterface',
        Properties: { ...place(topology, host, 'GroupSet'), SourceDestCheck: host.sourceDestCheck },
      },
    }),
    [name]: {
      Type: 'AWS::EC2::Instance',
      Properties: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', ...network(topology, host) },
    },
    ...(publicAddress === 'elastic' && {
      [`${name}Address`]: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
      [`${name}Association`]: {
        Type: 'AWS::EC2::EIPAssociation',
        Properties: { AllocationId: { 'Fn::GetAtt': [`${name}Address`, 'AllocationId'] }, ...onto },
      },
    }),
  };
}

function network(topology: AwsTopology, host: AwsHost): object {
  const { name, publicAddress, separateInterface } = host;
  if (separateInterface) return { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref(`${name}Interface`) }] };
  const check = host.sourceDestCheck ? {} : { SourceDestCheck: false };
  if (publicAddress !== 'asked' && publicAddress !== 'refused') return { ...place(topology, host, 'SecurityGroupIds'), ...check };
  const asked = { DeviceIndex: '0', AssociatePublicIpAddress: publicAddress === 'asked' };
  return { NetworkInterfaces: [{ ...asked, ...place(topology, host, 'GroupSet') }], ...check };
}

/** Where an interface is. One that names no group gets the network's default group. */
function place(topology: AwsTopology, host: AwsHost, groupsProperty: string): object {
  const { groups } = networkOf(topology, host.subnet);
  const named = host.groups.filter((group) => !groups.some(({ name, isDefault }) => name === group && isDefault));
  return {
    SubnetId: ref(host.subnet),
    PrivateIpAddress: host.address,
    ...(named.length > 0 && { [groupsProperty]: named.map((group) => groupId(topology, group)) }),
    ...(host.ipv6 && { Ipv6AddressCount: 1 }),
  };
}
