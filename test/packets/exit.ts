import { familyOfShot, type Shot } from './shot';
import { contains, type Host, internet, internetAddresses, listenerPort, proxy } from './topology';

/** One exit of the judge's report, as far as packets can tell. */
export interface Exit {
  readonly kind: 'proxy' | 'confined' | 'leak' | 'unknown';
  /** A host's id, or a CIDR. */
  readonly destination: string;
  readonly family: string;
  /** `any` stands for all protocols. */
  readonly protocol: string;
  /** For `tcp` and `udp`; none means all. */
  readonly ports: readonly { readonly from: number; readonly to: number }[];
}

/** A host as the judge names it, and the CIDRs of its network. */
export interface NamedHost extends Host {
  readonly id: string;
  /** The id of its interface, if that is a resource of its own. */
  readonly interfaceId?: string;
  readonly networkCidrs: readonly string[];
}

/** Every line, as `lineOf` writes it, that the exits foretell for these shots. */
export function foretold(exits: readonly Exit[], hosts: readonly NamedHost[], shots: readonly Shot[]): ReadonlySet<string> {
  const places = [
    ...hosts.map((host) => ({ name: host.name, exits: exits.filter((exit) => leadsTo(exit, host)) })),
    ...internetAddresses.map((name) => ({ name, exits: exits.filter(({ destination }) => covers(destination, name)) })),
  ];
  const kinds = new Map(shots.map((shot) => [`${familyOfShot(shot)} ${shot.protocol} ${shot.port}`, shot]));
  return new Set(places.flatMap((place) => [...kinds.values()].flatMap((shot) => lineIfLetOut(place, shot))));
}

function lineIfLetOut(place: { name: string; exits: readonly Exit[] }, shot: Shot): string[] {
  const what = shot.protocol === 'icmp' ? 'icmp' : `${shot.protocol}/${shot.port}`;
  return place.exits.some((exit) => letsOut(exit, shot)) ? [`${place.name} ${familyOfShot(shot)} ${what}`] : [];
}

/** A range wider than the host's network tells of the internet behind it, not of the host. */
const leadsTo = ({ destination }: Exit, host: NamedHost): boolean =>
  destination === host.id ||
  destination === host.interfaceId ||
  host.networkCidrs.some(
    (cidr) => covers(cidr, destination) && (covers(destination, host.address) || covers(destination, host.ipv6)),
  );

const isCidr = (text: string): boolean => /^[0-9a-f.:]+(\/\d+)?$/.test(text) && /[.:]/.test(text);
const covers = (cidr: string, inner: string | undefined): boolean =>
  inner !== undefined && isCidr(cidr) && isCidr(inner) && contains(cidr, inner);

function letsOut(exit: Exit, shot: Shot): boolean {
  if (exit.family !== familyOfShot(shot)) return false;
  if (exit.protocol === 'any') return true;
  if (shot.protocol === 'icmp') return exit.protocol === echoProtocol(exit.family);
  const inRange = exit.ports.some(({ from, to }) => from <= shot.port && shot.port <= to);
  return exit.protocol === shot.protocol && (exit.ports.length === 0 || inRange);
}

/** What echo requests of a family are. */
const echoProtocol = (family: string): string => (family === 'ipv6' ? 'icmpv6' : 'icmp');

/** The exits that a judge who saw these lines would report. */
export function exitsOf(lines: ReadonlySet<string>, hosts: readonly NamedHost[]): readonly Exit[] {
  return [...lines].map((line) => {
    const [place = '', family = '', what = ''] = line.split(' ');
    const [protocol = '', port] = what.split('/');
    const destination = hosts.find(({ name }) => name === place)?.id ?? place;
    const ports = port === undefined ? [] : [{ from: Number(port), to: Number(port) }];
    return { kind: kindOf(line), destination, family, protocol: protocol === 'icmp' ? echoProtocol(family) : protocol, ports };
  });
}

/** What an exit through this line is: another host is confined as long as all that it reaches is. */
function kindOf(line: string): Exit['kind'] {
  const [place = '', , what] = line.split(' ');
  if (place === proxy) return what === `tcp/${listenerPort}` ? 'proxy' : 'unknown';
  return internetAddresses.includes(place) || place === internet ? 'leak' : 'confined';
}

/** What packets say of the network: `sealed`, `wide` if more of the proxy than its listener is open, or `leak` if they reach the internet. */
export function openness(lines: ReadonlySet<string>): 'sealed' | 'wide' | 'leak' {
  const kinds = new Set([...lines].map(kindOf));
  return kinds.has('leak') ? 'leak' : kinds.has('unknown') ? 'wide' : 'sealed';
}
