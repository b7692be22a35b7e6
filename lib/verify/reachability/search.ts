import type { Interface } from '../model/interface';
import type { Role } from '../model/role';
import { publicAddresses } from '../traffic/public-addresses';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import { limited } from './contact';
import { type Arrived, type Emitted, emitted } from './emission';
import type { Find } from './find';
import { forgeries } from './forgery';
import { Ledger } from './ledger';
import { counts } from './mode';
import { ownerOf } from './owner-of';
import type { Party, Station } from './party';
import type { Reading } from './reading';
import { Relaying } from './relaying';
import { given, type Way } from './way';

/** So many times a host's interface is asked for at most; beyond, the rest is unknown. */
const mostQuestions = 5_000_000;

const everywhere = TrafficSet.of(publicAddresses.family(4), ServiceSet.all);

/** Finds everything that the members of a role can reach, themselves or by way of others, nearest first. */
export function search(reading: Reading, role: Role): Find[] {
  const run = new Search(reading);
  for (const member of role.members) run.begin(member);
  if (role.members.length === 0) run.lost({ reason: `where '${role.id}' runs isn't in the inputs` }, undefined);
  run.finish();
  return run.ledger.finds;
}

interface Pending {
  readonly party: Party;
  readonly way?: Way;
  /** Whether it only passes packets on, and nobody runs anything there. */
  readonly passes?: true;
}

class Search {
  readonly ledger = new Ledger();
  private readonly visited = new Set<Party>();
  private readonly pending: Pending[] = [];
  private readonly passing = new Set<Party>();
  private readonly open = new Map<string, readonly Station[]>();
  private readonly relaying: Relaying;
  private questions = 0;

  constructor(private readonly reading: Reading) {
    this.relaying = new Relaying(reading);
  }

  begin(member: string): void {
    const party = this.reading.parties.of.get(ownerOf(member, this.reading.map));
    const there = party && (party.interfaces.length > 0 || party.workload?.outside || party.workload?.doubt);
    if (!there) this.lost({ reason: `where '${member}' runs isn't in the inputs`, place: party?.workload?.place }, undefined);
    if (!party || this.visited.has(party)) return;
    this.visited.add(party);
    this.pending.push({ party, way: assumed(party, undefined) });
  }

  finish(): void {
    for (let i = 0; i < this.pending.length; i++) {
      const { party, way, passes } = this.pending[i] as Pending;
      if (this.questions > mostQuestions) {
        this.lost({ reason: 'more hosts reach each other than could be followed' }, way);
        return;
      }
      if (passes) this.sendAll(party, way);
      else this.expand(party, way);
    }
  }

  lost(doubt: Doubt, way: Way | undefined): void {
    if (this.reading.mode === 'possible') this.ledger.whole({ kind: 'unknown', doubt }, given(way, { doubts: [doubt] }));
  }

  private expand(party: Party, way: Way | undefined): void {
    const { workload } = party;
    if (workload?.doubt) this.lost(workload.doubt, way);
    if (workload && !counts(workload, this.reading.mode)) return;
    if (workload?.outside) this.ledger.traffic({ kind: 'internet' }, everywhere, given(way, { hops: [workload.outside] }));
    this.share(party, way);
    this.sendAll(party, way);
  }

  private sendAll(party: Party, way: Way | undefined): void {
    for (const at of party.interfaces) this.send(party, at, way);
  }

  /** Who shares storage with a host can make it pass things on. */
  private share({ workload }: Party, way: Way | undefined): void {
    const { parties, mode } = this.reading;
    for (const own of (workload?.storage ?? []).filter((each) => counts(each, mode))) {
      for (const other of parties.sharing.get(own.key) ?? []) {
        const theirs = other.workload?.storage.find((each) => each.key === own.key && counts(each, mode));
        const doubts = [own.doubt, theirs?.doubt].filter((doubt) => doubt !== undefined);
        if (theirs && other.kind === 'host') this.visit(other, given(way, { hops: [own.hop, theirs.hop], doubts }));
      }
    }
  }

  private send(party: Party, at: Interface, before: Way | undefined): void {
    if (at.doubt && party.kind === 'agent') this.lost(at.doubt, before);
    if (!counts(at, this.reading.mode)) return;
    const { reading } = this;
    const wanted = (station: Station): boolean => {
      this.questions++;
      return this.isLeft(station);
    };
    const stationsIn = (subnet: string): readonly Station[] => this.stationsIn(subnet);
    for (const each of emitted({ reading, at, before, wanted, stationsIn })) this.note(each);
    if (!at.forwards || reading.mode === 'certain') return;
    const forged = given(before, {
      doubts: [{ reason: `${party.id} forwards, and may send from any address`, place: at.place }],
    });
    for (const sender of forgeries(reading.map, at))
      for (const each of emitted({ reading, at, sender, before: forged, wanted, stationsIn })) this.note(each);
  }

  private note(each: Emitted): void {
    if (each.kind === 'found') this.ledger.traffic(each.found, each.traffic, each.way);
    else if (each.kind === 'served') this.ledger.contact({ kind: 'endpoint', endpoint: each.endpoint }, each.contact, each.way);
    else if (each.kind === 'lost') this.lost(each.doubt, each.way);
    else this.arrive(each.arrival);
  }

  private arrive(arrival: Arrived): void {
    const { party, way } = arrival;
    if (party.kind === 'host') this.visit(party, way);
    else if (party.kind === 'agent') this.greet(party, way);
    else if (party.kind === 'endpoint') this.ask(arrival);
    else if (this.reading.map.forwarders.has(party.id)) for (const each of this.relaying.relayed(arrival)) this.note(each);
    else if (party.kind === 'proxy') this.deliver(arrival);
  }

  /** A proxy's host that forwards passes on, past the proxy, what isn't for itself. */
  private deliver({ party, contact, way, beyond }: Arrived): void {
    this.ledger.contact(this.relaying.proxy(party, way.leg.kind === 'touch'), contact, way);
    if (!beyond || this.passing.has(party)) return;
    this.passing.add(party);
    this.pending.push({ party, way: assumed(party, way), passes: true });
  }

  private visit(party: Party, way: Way): void {
    if (this.visited.has(party) || (party.workload && !counts(party.workload, this.reading.mode))) return;
    this.visited.add(party);
    const there = assumed(party, way);
    this.ledger.whole({ kind: 'host', host: party.id, alike: party.alike, agent: false }, there);
    this.pending.push({ party, way: there });
  }

  /** Another agent is judged by itself. */
  private greet(party: Party, way: Way): void {
    if (this.visited.has(party)) return;
    this.visited.add(party);
    this.ledger.whole({ kind: 'host', host: party.id, alike: party.alike, agent: true }, assumed(party, way));
  }

  private ask({ party: { id }, contact, way }: Arrived): void {
    const services = this.reading.map.endpoints.get(id)?.services ?? ServiceSet.all;
    this.ledger.contact({ kind: 'endpoint', endpoint: id }, limited(contact, services), way);
  }

  /** Hosts that were visited once are done with, so they aren't asked for again. */
  private stationsIn(subnet: string): readonly Station[] {
    const left = (this.open.get(subnet) ?? this.reading.parties.stations.get(subnet) ?? []).filter((each) => this.isLeft(each));
    this.open.set(subnet, left);
    return left;
  }

  private isLeft({ party, at }: Station): boolean {
    const done = (party.kind === 'host' || party.kind === 'agent') && this.visited.has(party);
    return !done && counts(at, this.reading.mode);
  }
}

/** What lies beyond a host that may be missing hangs on that as well. */
function assumed(party: Party, way: Way): Way;
function assumed(party: Party, way: Way | undefined): Way | undefined;
function assumed({ workload }: Party, way: Way | undefined): Way | undefined {
  return workload?.doubt ? given(way, { doubts: [workload.doubt] }) : way;
}
