import { type Boundaries, boundariesOf, rangesOf } from './boundaries';
import { LineSet } from './line-set';

/** Ports, or other numbers, from `from` to `to`, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const highestPort = 65535;

/** An immutable set of ports, 0 to 65535. */
export class PortSet extends LineSet<PortSet> {
  static readonly none = new PortSet([]);
  static readonly all = new PortSet([0, highestPort + 1]);

  /** @throws Error if a port isn't a whole number from 0 to 65535, or a range ends before it starts. */
  static of(...ports: readonly (number | PortRange)[]): PortSet {
    return new PortSet(boundariesOf(ports.map(asRange).map(checked)));
  }

  protected override with(boundaries: Boundaries<number>): PortSet {
    return boundaries.length === 0 ? PortSet.none : new PortSet(boundaries);
  }

  protected override self(): PortSet {
    return this;
  }

  /** How many ports there are. */
  size(): number {
    return rangesOf(this.boundaries).reduce((sum, { from, end }) => sum + end - from, 0);
  }

  /** Disjoint, not adjacent, ascending. */
  ranges(): PortRange[] {
    return rangesOf(this.boundaries).map(({ from, end }) => ({ from, to: end - 1 }));
  }

  /** Such as `22, 8000-8080`. */
  override toString(): string {
    return this.ranges().map(rangeText).join(', ') || 'no ports';
  }
}

const asRange = (port: number | PortRange): PortRange => (typeof port === 'number' ? { from: port, to: port } : port);

function checked({ from, to }: PortRange): { from: number; end: number } {
  if (!isPort(from) || !isPort(to) || from > to) {
    throw new Error(`ports must be whole numbers from 0 to ${highestPort}, the lower first, got '${rangeText({ from, to })}'`);
  }
  return { from, end: to + 1 };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= highestPort;

/** Such as `22` or `8000-8080`. */
export const rangeText = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}-${to}`);
