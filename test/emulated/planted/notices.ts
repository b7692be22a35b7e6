import { describe, expect, inject, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { type Airlock, airlockOf } from '../checks/airlock';
import { problems } from '../checks/promises';
import { PlantedWorld } from './planted-world';

/** A change of the deployed world, and a part of the message that must tell of it. */
export type Planted = readonly [name: string, plant: (world: PlantedWorld, airlock: Airlock) => void, message: string];

/** A suite that plants one error after the other, each in a world that is otherwise as it was deployed, in which nothing is wrong. */
export function noticed(subject: string, rows: readonly Planted[]): void {
  const policy = EgressPolicy.fromFile('examples/aws-fargate-claude/airlock.yaml');
  const airlock = airlockOf(inject('world'));

  describe(`the checks notice, of ${subject},`, () => {
    test.each(rows)('%s', (_, plant, message) => {
      const planted = new PlantedWorld();
      plant(planted, airlock);
      expect(problems(planted.world, policy)).toContainEqual(expect.stringContaining(message));
    });
  });
}
