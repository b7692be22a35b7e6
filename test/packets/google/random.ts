import { Random } from '../random';
import { agent, proxy } from '../topology';
import { withDetour } from './detour';
import { randomFirewalls, randomPolicy } from './random-rules';
import type { GoogleHost, GoogleTopology, Nat, Network, Peering, Route, Subnetwork } from './topology';

const regions = ['europe-west1', 'us-central1'];
const tags = ['agent', 'proxy', 'web', 'relay'];

/** A system near to a sealed one: most of what could let the agent out is there, and mostly something is in its way. Same seed, same system. */
export function randomGoogle(seed: number): GoogleTopology {
  const random = new Random(seed);
  const letters = random.chance(0.6) ? ['a', 'b'] : ['a'];
  const bare = letters.map((letter, index) => bareNetwork(random, letter, index));
  const hosts = placedHosts(random, bare);
  const networks = bare.map((network) => ({
    ...network,
    routes: randomRoutes(random, network, hosts),
    firewalls: randomFirewalls(random, network, { networks: bare, hosts }),
    ...(random.chance(0.35) ? { policy: randomPolicy(random, network, { networks: bare, hosts }) } : {}),
  }));
  const topology = { networks, peerings: letters.length > 1 ? randomPeerings(random) : [], hosts };
  return random.chance(0.2) ? withDetour(random, topology) : topology;
}

function bareNetwork(random: Random, letter: string, index: number): Network {
  const region = random.pick(regions);
  const keepsDefaultRoute = random.chance(0.6);
  // in one network only: by way of the internet it would be reached from another
  const dual = index === 0 && keepsDefaultRoute && random.chance(0.5);
  const subnetworks = [0, 1].map((number) => ({
    name: `sub-${letter}${number}`,
    cidr: `10.${index}.${number}.0/24`,
    ...(dual ? { ipv6: `2600:1900:0:${number + 1}::/64` } : {}),
    region: random.chance(0.75) ? region : random.pick(regions),
  }));
  return {
    name: `net-${letter}`,
    keepsDefaultRoute,
    subnetworks,
    routes: [],
    firewalls: [],
    nats: random.chance(0.8) ? [randomNat(random, letter, index, subnetworks)] : [],
  };
}

function randomNat(random: Random, letter: string, index: number, subnetworks: readonly Subnetwork[]): Nat {
  const [{ region: near }] = subnetworks as [Subnetwork];
  const nat = { name: `nat-${letter}`, region: random.chance(0.85) ? near : random.pick(regions), address: `35.${index}.0.1` };
  return random.chance(0.5) ? nat : { ...nat, ...listed(nat.region, random.pick(subnetworks)) };
}

/** A NAT can list subnetworks of its own region only. */
const listed = (region: string, subnetwork: Subnetwork) =>
  subnetwork.region === region ? { subnetworks: [subnetwork.name] } : {};

function randomPeerings(random: Random): Peering[] {
  const sides = [
    { name: 'peering-ab', from: 'net-a', to: 'net-b' },
    { name: 'peering-ba', from: 'net-b', to: 'net-a' },
  ];
  return sides.filter(() => random.chance(0.85));
}

/** The agent is in the first network, the others anywhere. */
function placedHosts(random: Random, networks: readonly Network[]): GoogleHost[] {
  const names = [agent, proxy, ...random.several(1, 3, (index) => `Bystander${index + 1}`)];
  return names.map((name, index) => {
    const network = random.pick(name === agent ? networks.slice(0, 1) : networks);
    return placedHost(random, name, index + 10, random.pick(network.subnetworks));
  });
}

function placedHost(random: Random, name: string, number: number, subnetwork: Subnetwork): GoogleHost {
  const isRole = name === agent || name === proxy;
  return {
    name,
    address: subnetwork.cidr.replace('.0/24', `.${number}`),
    ...(subnetwork.ipv6 && random.chance(0.8) ? { ipv6: subnetwork.ipv6.replace('::/64', `::${number}`) } : {}),
    subnetwork: subnetwork.name,
    tags: isRole ? (random.chance(0.9) ? [name.toLowerCase()] : []) : tags.slice(2).filter(() => random.chance(0.5)),
    hasExternalAddress: random.chance(0.3),
    canForward: !isRole && random.chance(0.5),
  };
}

function randomRoutes(random: Random, network: Network, hosts: readonly GoogleHost[]): Route[] {
  const relays = hosts.filter(
    ({ name, subnetwork }) => name.startsWith('Bystander') && network.subnetworks.some((own) => own.name === subnetwork),
  );
  const priorities = [800, 900, 1100];
  return random.several(0, 2, (index) => {
    const relay = relays.length > 0 && random.chance(0.6) ? random.pick(relays).name : undefined;
    return {
      name: `route-${network.name.at(-1)}${index}`,
      to: random.pick(['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '203.0.113.0/24']),
      via: relay ? { host: relay } : 'internet',
      priority: priorities[index] ?? 1000,
      // a relay must not be its own next hop
      tags: relay ? ['agent'] : random.pick([[], [], ['agent'], ['web']]),
    } satisfies Route;
  });
}
