import type { Cloud } from '../cloud';
import type { NamedHost } from '../exit';
import { knownAws } from './known';
import { plantedAws } from './planted';
import { randomAws } from './random';
import { rangesOf } from './ranges';
import { awsReceiver } from './reference';
import { awsDeployment, stackId } from './template';
import { type AwsTopology, networkOf } from './topology';
import { awsWires } from './wires';

export const aws: Cloud<AwsTopology> = {
  name: 'AWS',
  random: randomAws,
  deployment: awsDeployment,
  wires: awsWires,
  hosts: namedHosts,
  ranges: rangesOf,
  receiver: awsReceiver,
  known: knownAws,
  planted: plantedAws,
};

function namedHosts(topology: AwsTopology): readonly NamedHost[] {
  return topology.hosts.map((host) => {
    const { cidr, ipv6 } = networkOf(topology, host.subnet);
    const id = stackId(host.name);
    return {
      ...host,
      id,
      ...(host.separateInterface && { interfaceId: `${id}Interface` }),
      networkCidrs: [cidr, ...(ipv6 ? [ipv6] : [])],
    };
  });
}
