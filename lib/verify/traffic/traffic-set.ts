import { v4Size, v6Size } from './address-block';
import { AddressSet } from './address-set';
import { ServiceSet } from './service-set';
import { constant, indicator, merged, type Steps, sameSteps, support } from './steps';
import { cellsOf, type TrafficCell } from './traffic-cells';

/**
 * An immutable set of packets, told apart by the remote address and the service: for each address, the services that it goes with.
 * Every operation is exact. ICMP with IPv6 addresses and ICMPv6 with IPv4 addresses are kept like any other protocol, though no such packet
 * means anything: whoever opens "every protocol" opens them too.
 */
export class TrafficSet {
  static readonly none = new TrafficSet(constant(0, ServiceSet.none), constant(0n, ServiceSet.none));
  static readonly all = new TrafficSet(constant(0, ServiceSet.all), constant(0n, ServiceSet.all));

  private constructor(
    private readonly v4: Steps<number, ServiceSet>,
    private readonly v6: Steps<bigint, ServiceSet>,
  ) {}

  /** Every one of the addresses with every one of the services. */
  static of(addresses: AddressSet, services: ServiceSet): TrafficSet {
    if (addresses.isEmpty() || services.isEmpty()) return TrafficSet.none;
    return new TrafficSet(
      indicator(addresses.v4, 0, v4Size, services, ServiceSet.none),
      indicator(addresses.v6, 0n, v6Size, services, ServiceSet.none),
    );
  }

  /** All traffic of the sets; faster than one union after the other. */
  static union(sets: readonly TrafficSet[]): TrafficSet {
    if (sets.length < 2) return sets[0] ?? TrafficSet.none;
    const middle = sets.length >> 1;
    return TrafficSet.union(sets.slice(0, middle)).union(TrafficSet.union(sets.slice(middle)));
  }

  union(other: TrafficSet): TrafficSet {
    if (this === other || other.isEmpty() || this.isAll()) return this;
    return this.isEmpty() || other.isAll() ? other : this.merge(other, unite);
  }

  intersect(other: TrafficSet): TrafficSet {
    if (this === other || this.isEmpty() || other.isAll()) return this;
    return other.isEmpty() || this.isAll() ? other : this.merge(other, intersect);
  }

  subtract(other: TrafficSet): TrafficSet {
    if (this === other || other.isAll()) return TrafficSet.none;
    return this.isEmpty() || other.isEmpty() ? this : this.merge(other, subtract);
  }

  isEmpty(): boolean {
    return isConstant(this.v4, ServiceSet.none) && isConstant(this.v6, ServiceSet.none);
  }

  isAll(): boolean {
    return isConstant(this.v4, ServiceSet.all) && isConstant(this.v6, ServiceSet.all);
  }

  /** Whether no packet of `other` is outside this set. */
  covers(other: TrafficSet): boolean {
    return other.subtract(this).isEmpty();
  }

  overlaps(other: TrafficSet): boolean {
    return !this.intersect(other).isEmpty();
  }

  equals(other: TrafficSet): boolean {
    return sameSteps(this.v4, other.v4) && sameSteps(this.v6, other.v6);
  }

  /** The part that goes to some addresses. */
  onto(addresses: AddressSet): TrafficSet {
    return this.intersect(wholly(addresses));
  }

  /** The part that uses some services. */
  using(services: ServiceSet): TrafficSet {
    return this.intersect(TrafficSet.of(AddressSet.all, services));
  }

  /** Every service that goes with some address. */
  services(): ServiceSet {
    let sum = ServiceSet.none;
    for (const value of this.v4.values) sum = sum.union(value);
    for (const value of this.v6.values) sum = sum.union(value);
    return sum;
  }

  /** Every address that goes with some service. */
  addresses(): AddressSet {
    return AddressSet.made(support(this.v4, v4Size, isSome), support(this.v6, v6Size, isSome));
  }

  /** The set as the fewest disjoint products: no two cells share an address or have the same services. By their lowest address, IPv4 first. */
  cells(): readonly TrafficCell[] {
    return cellsOf(this.v4, this.v6);
  }

  /** Such as `10.0.0.0/8: tcp 443`. */
  toString(): string {
    return (
      this.cells()
        .map(({ addresses, services }) => `${addresses}: ${services}`)
        .join('; ') || 'no traffic'
    );
  }

  private merge(other: TrafficSet, operation: (left: ServiceSet, right: ServiceSet) => ServiceSet): TrafficSet {
    const result = new TrafficSet(merged(this.v4, other.v4, operation), merged(this.v6, other.v6, operation));
    return result.isEmpty() ? TrafficSet.none : result;
  }
}

/** Everything that goes to some addresses; the same sets of addresses are asked for again and again. */
function wholly(addresses: AddressSet): TrafficSet {
  const known = whole.get(addresses) ?? TrafficSet.of(addresses, ServiceSet.all);
  whole.set(addresses, known);
  return known;
}

const whole = new WeakMap<AddressSet, TrafficSet>();

const isSome = (services: ServiceSet): boolean => !services.isEmpty();

const unite = (left: ServiceSet, right: ServiceSet): ServiceSet => left.union(right);
const intersect = (left: ServiceSet, right: ServiceSet): ServiceSet => left.intersect(right);
const subtract = (left: ServiceSet, right: ServiceSet): ServiceSet => left.subtract(right);

const isConstant = ({ values }: Steps<number | bigint, ServiceSet>, expected: ServiceSet): boolean =>
  values.length === 1 && values[0]?.equals(expected) === true;
