import { type Boundaries, intersection, rangesOf } from './boundaries';
import { type PortRange, rangeText } from './port-set';
import { hasPorts, isIcmp, protocolName } from './protocol';
import { protocols, span } from './service-line';

/** One line of a set of services, as reports print it. */
export interface ServiceEntry {
  /**
   * A name such as `tcp` or `esp`, a number that has no name here, or a run of them, `61-88`; `all` stands for every protocol,
   * `other` for every protocol that has neither ports nor ICMP messages.
   */
  readonly protocol: string;
  /** Disjoint, ascending; empty if the protocol has no ports, and for `all`. */
  readonly ports: readonly PortRange[];
  /** For a part of ICMP only: `8`, `3/0-3/4` (type or type/code), ascending. */
  readonly messages?: readonly string[];
}

const everyProtocol = Array.from({ length: protocols }, (_, protocol) => protocol);
const isPlain = (protocol: number): boolean => !hasPorts(protocol) && !isIcmp(protocol);
const plain = everyProtocol.filter(isPlain);

/** The entries of a set of services on their line (see service-line). */
export function entriesOf(boundaries: Boundaries<number>): ServiceEntry[] {
  if (boundaries.length === 2 && boundaries[0] === 0 && boundaries[1] === protocols * span)
    return [{ protocol: 'all', ports: [] }];
  const present = presentIn(boundaries);
  const whole = present.filter(isPlain);
  if (whole.length < plain.length) return runs(present).flatMap((run) => runEntries(boundaries, run));
  const special = present.filter((protocol) => !isPlain(protocol));
  return [...special.map((protocol) => entry(boundaries, protocol)), { protocol: 'other', ports: [] }];
}

function presentIn(boundaries: Boundaries<number>): number[] {
  const present = new Set<number>();
  for (const { from, end } of rangesOf(boundaries)) {
    for (let protocol = Math.floor(from / span); protocol * span < end; protocol++) present.add(protocol);
  }
  return [...present];
}

/** Ascending protocols, neighbours that have neither ports nor messages together. */
function runs(present: readonly number[]): number[][] {
  const result: number[][] = [];
  for (const protocol of present) {
    const run = result.at(-1);
    const last = run?.at(-1);
    if (run && last === protocol - 1 && isPlain(last) && isPlain(protocol)) run.push(protocol);
    else result.push([protocol]);
  }
  return result;
}

function runEntries(boundaries: Boundaries<number>, run: readonly number[]): ServiceEntry[] {
  // two are still told by name: `esp, ah`
  if (run.length <= 2) return run.map((protocol) => entry(boundaries, protocol));
  return [{ protocol: `${run[0]}-${run.at(-1)}`, ports: [] }];
}

function entry(boundaries: Boundaries<number>, protocol: number): ServiceEntry {
  const points = rangesOf(intersection(boundaries, [protocol * span, (protocol + 1) * span])).map(({ from, end }) => ({
    from: from - protocol * span,
    to: end - 1 - protocol * span,
  }));
  const name = { protocol: protocolName(protocol), ports: [] };
  if (hasPorts(protocol)) return { ...name, ports: points };
  const whole = points[0]?.from === 0 && points[0].to === span - 1;
  return whole ? name : { ...name, messages: points.map(messagesText) };
}

function messagesText({ from, to }: PortRange): string {
  const [first, last] = [Math.floor(from / 256), Math.floor(to / 256)];
  if (from % 256 === 0 && to % 256 === 255) return rangeText({ from: first, to: last });
  const [start, end] = [`${first}/${from % 256}`, `${last}/${to % 256}`];
  return start === end ? start : `${start}-${end}`;
}

/** Such as `tcp 443`, `icmp type 8` or `all`. */
export function entryText({ protocol, ports, messages }: ServiceEntry): string {
  if (messages) return `${protocol} type ${messages.join(' ')}`;
  const limited = ports.length > 0 && !(ports[0]?.from === 0 && ports[0].to === span - 1);
  return limited ? `${protocol} ${ports.map(rangeText).join(' ')}` : protocol;
}
