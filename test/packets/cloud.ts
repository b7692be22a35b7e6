import { isDeepStrictEqual } from 'node:util';
import { differences, type Observation } from './comparison';
import type { Deployment } from './deployment';
import { type Exit, exitsOf, type NamedHost } from './exit';
import { reached } from './reached';
import { shortened } from './shortened';
import { type Shot, shotsOf } from './shot';
import type { PortRange } from './topology';
import type { WireRoom } from './wire-room';
import type { Wires } from './wires';

/** All that is known of one cloud's topologies. */
export interface Cloud<T> {
  readonly name: string;
  readonly random: (seed: number) => T;
  readonly deployment: (topology: T) => Deployment;
  readonly wires: (topology: T) => Wires;
  readonly hosts: (topology: T) => readonly NamedHost[];
  readonly ranges: (topology: T) => readonly PortRange[];
  /** Who gets a shot by the cloud's documentation. */
  readonly receiver: (topology: T, shot: Shot) => string | undefined;
  readonly known: readonly Known<T>[];
  readonly planted: readonly Planted<T>[];
}

/** A topology whose answer was worked out by hand. */
export interface Known<T> {
  readonly name: string;
  readonly topology: T;
  /** Every line of `reached`. */
  readonly reaches: readonly string[];
}

/** An error that a judge could make: it takes one topology for another. */
export interface Planted<T> {
  readonly error: string;
  readonly mistaken: (topology: T) => T;
}

/** Tries a topology with packets. */
async function observe<T>(cloud: Cloud<T>, topology: T, room: WireRoom): Promise<Observation> {
  const hosts = cloud.hosts(topology);
  const shots = shotsOf(hosts, cloud.ranges(topology));
  return { hosts, shots, reached: reached(await room.shoot(cloud.wires(topology), shots)) };
}

/** The exits by the cloud's documentation. */
export function documentedExits<T>(cloud: Cloud<T>, topology: T, { shots, hosts }: Observation): readonly Exit[] {
  const arrivals = shots.flatMap((shot) => {
    const receiver = cloud.receiver(topology, shot);
    return receiver === undefined ? [] : [{ shot, receiver }];
  });
  return exitsOf(reached(arrivals), hosts);
}

/** A topology that was tried, and the name or seed that tells which. */
export interface Tried<T> {
  readonly label: string;
  readonly topology: T;
  readonly seen: Observation;
}

/** Tries topologies by their labels, several at a time, each in a room of its own. */
export async function tryAll<T>(
  cloud: Cloud<T>,
  topologies: ReadonlyMap<string, T>,
  rooms: readonly WireRoom[],
): Promise<readonly Tried<T>[]> {
  const tried = new Map<string, Tried<T>>();
  // all rooms take from one list
  const left = topologies.entries();
  const work = async (room: WireRoom): Promise<void> => {
    for (const [label, topology] of left) tried.set(label, { label, topology, seen: await observe(cloud, topology, room) });
  };
  await Promise.all(rooms.map(work));
  return [...topologies.keys()].flatMap((label) => tried.get(label) ?? []);
}

/** Where the exits that a judge gives for each topology are at odds with packets: a few lines of each, 20 in all. */
export function atOdds<T>(
  tried: readonly Tried<T>[],
  exits: (topology: T, seen: Observation) => readonly Exit[],
): readonly string[] {
  const lines = tried.flatMap(({ label, topology, seen }) =>
    shortened(differences(seen, exits(topology, seen)), 4).map((difference) => `${label}: ${difference}`),
  );
  return shortened(lines, 20);
}

/** The first topology whose packets are at odds with such a judge. */
export function caught<T>(
  tried: Iterable<Tried<T>>,
  exits: (topology: T, seen: Observation) => readonly Exit[],
): Tried<T> | undefined {
  for (const one of tried) if (differences(one.seen, exits(one.topology, one.seen)).length > 0) return one;
  return undefined;
}

/** The topologies that someone takes for others, with what they take them for; an error that doesn't show in what the judge gets is none. */
export function* mistakenOf<T>(
  cloud: Cloud<T>,
  tried: readonly Tried<T>[],
  mistaken: Planted<T>['mistaken'],
): Generator<Tried<T>> {
  for (const { label, topology, seen } of tried) {
    const other = mistaken(topology);
    const shows = !isDeepStrictEqual(cloud.deployment(other), cloud.deployment(topology));
    if (shows) yield { label, topology: other, seen };
  }
}
