import { type Machine, thisMachine } from './machine';
import type { Conditions, Part, Section } from './part';
import type { Placement } from './placement';
import { withScene } from './scene';

/** All that a run gives, as `--json` writes it. */
export interface Report {
  readonly schemaVersion: 2;
  readonly machine: Machine;
  /** Absent if the system chose. */
  readonly placement?: Placement;
  readonly quick: boolean;
  /** By the part's name. */
  readonly sections: Readonly<Record<string, Section>>;
}

export interface ReportProps extends Omit<Conditions, 'scene'> {
  readonly parts: readonly Part[];
}

/** Answers the questions one after the other. */
export function report({ parts, ...conditions }: ReportProps): Promise<Report> {
  return withScene(conditions.progress, async (scene) => {
    const sections: Record<string, Section> = {};
    for (const { name, measure } of parts) {
      conditions.progress(name);
      sections[name] = await measure({ ...conditions, scene });
    }
    const machine = await thisMachine(scene.envoy);
    return { schemaVersion: 2, machine, placement: scene.placement, quick: conditions.quick, sections };
  });
}
