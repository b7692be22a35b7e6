import type { Doubt } from './doubt';
import type { Place } from './place';
import type { Fields } from './value';

/** One resource of a world, its properties evaluated. */
export interface Resource {
  /** The key of `World.resources`, and `place.resource`. */
  readonly id: string;
  readonly type: string;
  readonly properties: Fields;
  /** CloudFormation's Metadata, evaluated; what Terraform's JSON has under `"//"`, literally. */
  readonly metadata: Fields;
  readonly place: Place;
  /** Set if the resource may be missing, for a reason outside the inputs. */
  readonly doubt?: Doubt;
}

/** The system under one assignment of everything that its conditions and enumerated parameters can be. */
export interface World {
  /** The assignment as reports print it, `Stage=prod, UseNat=true`; empty if nothing was to choose. */
  readonly when: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** What stays open about the whole: a macro, a nested stack that isn't there, worlds too many to enumerate. */
  readonly doubts: readonly Doubt[];
  /** What was taken for granted, as reports print it. */
  readonly assumptions: readonly string[];
}
