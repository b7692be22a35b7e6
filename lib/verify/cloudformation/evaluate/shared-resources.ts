import type { Resource } from '../../world/world';
import type { Assignment } from './assignment';
import type { Choices } from './choices';
import { type DeclaredResource, evaluatedResource } from './declared-resource';
import type { Evaluator, Tracked } from './evaluator';
import { pattern, shapeOf } from './shape';
import type { System } from './system';
import { expanded } from './touches';
import { Undecided } from './truth';

/** The resources under one assignment. */
export interface Evaluated {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Equal for assignments that make the same resources, or the same but for the region's S3 prefix lists. */
  readonly signature: string;
  /** Why CloudFormation would refuse to deploy them. */
  readonly refusal: string | undefined;
}

/** A resource that isn't the same under every assignment: what it hangs on, and what it has been so far. */
interface Varying {
  readonly declared: DeclaredResource;
  readonly keys: readonly string[];
  readonly known: Map<string, Version>;
  /** Its shapes so far that name lists, by their text. */
  readonly shapes: Map<string, number>;
}

interface Version {
  readonly result: Tracked<Resource | undefined>;
  /** The shape's number; undefined for a resource that isn't there. */
  readonly shape?: number;
  readonly lists: readonly string[];
}

/** Evaluates resources under one assignment after the other, each only where something that it hangs on has changed. */
export class SharedResources {
  readonly #fixed: readonly Tracked<Resource | undefined>[];
  readonly #varying: readonly Varying[];
  /** Conditions that decide something. */
  readonly #conditions: readonly string[];
  /** Everything that anything can hang on. */
  readonly #deciding: ReadonlySet<string>;
  /** The S3 prefix lists that resources name under every assignment. */
  #fixedLists: ReadonlySet<string> | undefined;

  constructor(
    private readonly system: System,
    declared: readonly DeclaredResource[],
    { open, domains, groups, conditions }: Choices,
  ) {
    const chosen = new Set([
      ...domains.map(({ key }) => key),
      ...groups.flatMap((group) => group.comparisons.map(({ key }) => key)),
    ]);
    const varies = ([key]: readonly [string, unknown]): boolean => {
      const condition = conditions.get(key);
      return (
        chosen.has(key) ||
        (condition !== undefined && [...expanded(condition.touches, conditions).keys()].some((each) => chosen.has(each)))
      );
    };
    const varying = new Set([...conditions].filter(varies).map(([key]) => key));
    this.#deciding = new Set([...chosen, ...varying]);
    const keysOf = (each: DeclaredResource) =>
      [...(open.get(each)?.touches.keys() ?? [])].filter((key) => this.#deciding.has(key));
    const all = declared.map((each) => ({ declared: each, keys: keysOf(each), known: new Map(), shapes: new Map() }));
    this.#fixed = all.flatMap((each) => (each.keys.length === 0 ? (open.get(each.declared) ?? []) : []));
    this.#varying = all.filter(({ keys }) => keys.length > 0);
    this.#conditions = [...new Set(this.#varying.flatMap(({ keys }) => keys.filter((key) => varying.has(key))))];
  }

  of(evaluator: Evaluator, assignment: Assignment): Evaluated {
    const truths = new Map(this.#conditions.map((key) => [key, evaluator.condition(key)]));
    const values = (key: string) =>
      shown(truths.get(key)?.value) ?? assignment.chosen.get(key) ?? assignment.comparisons.get(key) ?? null;
    const found = this.#varying.map((each) => this.#evaluated(each, JSON.stringify(each.keys.map(values)), evaluator));
    const results = [...this.#fixed, ...found.map(({ result }) => result)];
    return {
      resources: new Map(results.flatMap(({ value }) => (value ? [[value.id, value] as const] : []))),
      signature: this.#signature(found),
      refusal: [...truths.values(), ...results].find((each) => each?.refusal !== undefined)?.refusal,
    };
  }

  #evaluated({ declared, keys, known, shapes }: Varying, key: string, evaluator: Evaluator): Version {
    const found = known.get(key);
    if (found) return found;
    const result = evaluatedResource(declared, evaluator, this.system);
    // what hangs on more than was found with everything open isn't shared
    const more = [...result.touches.keys()].filter((each) => this.#deciding.has(each) && !keys.includes(each));
    const made = { result, lists: [], ...(result.value && shapeIn(shapes, result.value, known.size)) };
    known.set(more.length === 0 ? key : `${key} ${known.size}`, made);
    return made;
  }

  #signature(found: readonly Version[]): string {
    const lists = found.flatMap((each) => each.lists);
    const named = lists.length === 0 ? '' : pattern(lists, this.#everywhere());
    return [named, ...found.map(({ shape }) => shape ?? 'absent')].join();
  }

  #everywhere(): ReadonlySet<string> {
    this.#fixedLists ??= new Set(this.#fixed.flatMap(({ value }) => (value ? shapeOf(value).lists : [])));
    return this.#fixedLists;
  }
}

/** The number of a shape: that of the first one which names other lists but is the same. */
function shapeIn(shapes: Map<string, number>, resource: Resource, next: number): Pick<Version, 'shape' | 'lists'> {
  const { text, lists } = shapeOf(resource);
  if (lists.length === 0) return { shape: next, lists };
  const shape = shapes.get(text) ?? next;
  shapes.set(text, shape);
  return { shape, lists };
}

const shown = (truth: unknown): boolean | string | undefined =>
  truth === undefined || typeof truth === 'boolean' ? truth : truth instanceof Undecided ? 'undecided' : undefined;
