import { type Boundaries, difference, intersection, same, union } from './boundaries';

/** An immutable set of numbers with exact algebra; what the numbers stand for is the subclass's to say. */
export abstract class LineSet<Self extends LineSet<Self>> {
  constructor(
    /** The set as points at which membership changes; the algebra's own matter. */
    readonly boundaries: Boundaries<number>,
  ) {}

  protected abstract with(boundaries: Boundaries<number>): Self;
  protected abstract self(): Self;

  union(other: Self): Self {
    if (this.isEmpty()) return other;
    return other.isEmpty() ? this.self() : this.kept(union(this.boundaries, other.boundaries), other);
  }

  intersect(other: Self): Self {
    if (other.isEmpty()) return other;
    return this.isEmpty() ? this.self() : this.kept(intersection(this.boundaries, other.boundaries), other);
  }

  subtract(other: Self): Self {
    return this.isEmpty() || other.isEmpty() ? this.self() : this.kept(difference(this.boundaries, other.boundaries), other);
  }

  isEmpty(): boolean {
    return this.boundaries.length === 0;
  }

  /** Whether nothing of `other` is outside this set. */
  covers(other: Self): boolean {
    return difference(other.boundaries, this.boundaries).length === 0;
  }

  overlaps(other: Self): boolean {
    return intersection(this.boundaries, other.boundaries).length > 0;
  }

  equals(other: Self): boolean {
    return same(this.boundaries, other.boundaries);
  }

  /** Reuses an operand that equals the result, so that long folds share their sets. */
  private kept(boundaries: Boundaries<number>, other: Self): Self {
    if (same(boundaries, this.boundaries)) return this.self();
    return same(boundaries, other.boundaries) ? other : this.with(boundaries);
  }
}
