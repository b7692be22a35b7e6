import type { Cloud } from '../cloud';
import type { NamedHost } from '../exit';
import { knownGoogle } from './known';
import { plantedGoogle } from './planted';
import { randomGoogle } from './random';
import { rangesOf } from './ranges';
import { googleReceiver } from './reference';
import { googleDeployment, instanceId } from './template';
import { type GoogleTopology, networkOf } from './topology';
import { googleWires } from './wires';

export const google: Cloud<GoogleTopology> = {
  name: 'Google Cloud',
  random: randomGoogle,
  deployment: googleDeployment,
  wires: googleWires,
  hosts: namedHosts,
  ranges: rangesOf,
  receiver: googleReceiver,
  known: knownGoogle,
  planted: plantedGoogle,
};

function namedHosts(topology: GoogleTopology): readonly NamedHost[] {
  return topology.hosts.map((host) => {
    const { subnetworks } = networkOf(topology, host);
    return {
      ...host,
      id: instanceId(host.name),
      networkCidrs: subnetworks.flatMap(({ cidr, ipv6 }) => (ipv6 ? [cidr, ipv6] : [cidr])),
    };
  });
}
