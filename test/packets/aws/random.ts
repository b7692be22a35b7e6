import { Random } from '../random';
import { agent, proxy } from '../topology';
import { withDetour } from './detour';
import { randomTable, type Surroundings } from './random-routes';
import { defaultGroupOf, groupOf, randomAcl, randomGroups } from './random-rules';
import type { Acl, AwsHost, AwsTopology, Network, RouteTable, Subnet } from './topology';

/** A system near to a sealed one: most of what could let the agent out is there, and mostly something is in its way. Same seed, same system. */
export function randomAws(seed: number): AwsTopology {
  const random = new Random(seed);
  const letters = random.chance(0.6) ? ['A', 'B'] : ['A'];
  const peerings = letters.length > 1 && random.chance(0.85) ? [{ name: 'PeeringAB', from: 'VpcA', to: 'VpcB' }] : [];
  const bare = letters.map((letter, index) => bareNetwork(random, letter, index));
  const hosts = placedHosts(random, bare);
  const looseness = random.chance(0.45) ? 0.85 : 0.25;
  const networks = bare.map((network) => furnished(random, network, { networks: bare, peerings, hosts, looseness }));
  const topology = { networks, peerings, hosts };
  return random.chance(0.2) ? withDetour(random, topology) : topology;
}

function bareNetwork(random: Random, letter: string, index: number): Network {
  const ipv6 = random.chance(0.35) ? `2600:1f14:0:${index + 1}00::/56` : undefined;
  const internetGateway = random.chance(0.8);
  const nat = { name: `Nat${letter}`, subnet: `Subnet${letter}0`, address: `10.${index}.0.100` };
  return {
    name: `Vpc${letter}`,
    cidr: `10.${index}.0.0/16`,
    ...(ipv6 ? { ipv6 } : {}),
    internetGateway,
    egressOnlyGateway: ipv6 !== undefined && random.chance(0.4),
    natGateways: internetGateway && random.chance(0.6) ? [nat] : [],
    subnets: [0, 1].map((number) => bareSubnet(random, letter, index, number, ipv6 !== undefined)),
    tables: [],
    acls: [],
    groups: [],
  };
}

function bareSubnet(random: Random, letter: string, index: number, number: number, dual: boolean): Subnet {
  return {
    name: `Subnet${letter}${number}`,
    cidr: `10.${index}.${number}.0/24`,
    ...(dual && random.chance(0.8) ? { ipv6: `2600:1f14:0:${index + 1}0${number}::/64` } : {}),
    givesPublicAddresses: random.chance(number === 0 ? 0.5 : 0.2),
  };
}

/** The agent is in the first network, the others anywhere. */
function placedHosts(random: Random, networks: readonly Network[]): AwsHost[] {
  const names = [agent, proxy, ...random.several(1, 3, (index) => `Bystander${index + 1}`)];
  return names.map((name, index) => {
    const { subnets } = random.pick(name === agent ? networks.slice(0, 1) : networks);
    return placedHost(random, name, index + 10, random.pick(name === agent ? [...subnets, ...subnets.slice(1)] : subnets));
  });
}

function placedHost(random: Random, name: string, number: number, subnet: Subnet): AwsHost {
  return {
    name,
    address: subnet.cidr.replace('.0/24', `.${number}`),
    ...(subnet.ipv6 ? { ipv6: subnet.ipv6.replace('::/64', `::${number}`) } : {}),
    subnet: subnet.name,
    groups: groupsOf(random, name, subnet),
    publicAddress: random.pick(['subnet', 'subnet', 'asked', 'refused', 'elastic']),
    sourceDestCheck: name === agent || name === proxy || random.chance(0.5),
    separateInterface: random.chance(0.25),
  };
}

function groupsOf(random: Random, name: string, subnet: Subnet): string[] {
  const letter = subnet.name.charAt('Subnet'.length);
  const unnamed = [defaultGroupOf(letter)];
  if (name === agent || name === proxy) return random.chance(0.1) ? unnamed : [groupOf(name)];
  return random.pick([
    [`Group${letter}0`],
    [`Group${letter}0`],
    [`Group${letter}1`],
    [`Group${letter}0`, `Group${letter}1`],
    unnamed,
  ]);
}

function furnished(random: Random, network: Network, around: Surroundings): Network {
  const tables = [randomTable(random, 'Public', network, around), randomTable(random, 'Private', network, around)];
  const acls = random.several(0, 2, (index) => randomAcl(random, `Acl${network.name}${index}`, around));
  const subnets = network.subnets.map((subnet, index) => dressed(random, subnet, tables[index], acls));
  return { ...network, tables, acls, subnets, groups: randomGroups(random, network, around) };
}

function dressed(random: Random, subnet: Subnet, table: RouteTable | undefined, acls: readonly Acl[]): Subnet {
  const associated = table && random.chance(0.85) ? { table: table.name } : {};
  return { ...subnet, ...associated, ...(acls.length > 0 && random.chance(0.6) ? { acl: random.pick(acls).name } : {}) };
}
