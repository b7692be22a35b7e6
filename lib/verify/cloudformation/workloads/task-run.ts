import type { Opening } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import type { Place } from '../../world/place';
import type { Fields, Value } from '../../world/value';
import type { Registration } from '../forwarders/target-groups';

/** One way in which something runs an ECS task definition. */
export interface TaskRun {
  /** The workload's id: what runs the task. */
  readonly id: string;
  readonly place: Place;
  readonly aliases: readonly string[];
  readonly taskDefinition: Value | undefined;
  readonly cluster?: Value;
  /** `Subnets`, `SecurityGroups`, `AssignPublicIp`; undefined where the network mode needs none. */
  readonly network?: Fields;
  readonly launchType?: Value;
  readonly capacityProviders?: Value;
  /** What it changes of the containers. */
  readonly overrides?: Value;
  readonly openings: readonly Opening[];
  readonly registrations: readonly Registration[];
  readonly doubt?: Doubt;
}
