import { type Place, within } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { openingIf } from './container';
import { awsvpc } from './ecs-service';
import type { TaskRun } from './task-run';

/** Tasks that events, schedules and pipes start. */
export function scheduledRuns(index: ResourceIndex): TaskRun[] {
  const rules = index.ofType('AWS::Events::Rule').flatMap((rule) => numbered(ruleRuns(index, rule)));
  const schedules = index.ofType('AWS::Scheduler::Schedule').flatMap((schedule) => scheduleRuns(index, schedule));
  const pipes = index.ofType('AWS::Pipes::Pipe').flatMap((pipe) => pipeRuns(index, pipe));
  return [...rules, ...schedules, ...pipes];
}

/** One resource may start several tasks; the first keeps its name. */
export const numbered = (runs: readonly TaskRun[]): TaskRun[] =>
  runs.map((run, position) =>
    position === 0 ? run : { ...run, id: numberedId(run.id, position), aliases: [run.id, ...run.aliases] },
  );

/** What one of several tasks that a resource starts is called. */
export const numberedId = (id: string, position: number): string => (position === 0 ? id : `${id}#${position}`);

function ruleRuns(index: ResourceIndex, rule: Resource): TaskRun[] {
  return index.elements(rule.properties.Targets).flatMap((target, position) => {
    if (!isFields(target) || !isFields(target.EcsParameters)) return [];
    const { Arn: cluster, EcsParameters: task, Input: overrides } = target;
    return [
      started(index, rule, {
        cluster,
        task,
        overrides,
        place: within(rule.place, 'Properties', 'Targets', position, 'EcsParameters'),
      }),
    ];
  });
}

function scheduleRuns(index: ResourceIndex, schedule: Resource): TaskRun[] {
  const { Target: target } = schedule.properties;
  if (!isFields(target) || !isFields(target.EcsParameters)) return [];
  const { Arn: cluster, EcsParameters: task, Input: overrides } = target;
  return [
    started(index, schedule, {
      cluster,
      task,
      overrides,
      place: within(schedule.place, 'Properties', 'Target', 'EcsParameters'),
    }),
  ];
}

function pipeRuns(index: ResourceIndex, pipe: Resource): TaskRun[] {
  const { Target: cluster, TargetParameters: parameters } = pipe.properties;
  const task = isFields(parameters) ? parameters.EcsTaskParameters : undefined;
  if (!isFields(task)) return [];
  const place = within(pipe.place, 'Properties', 'TargetParameters', 'EcsTaskParameters');
  return [started(index, pipe, { cluster, task, overrides: task.Overrides, place })];
}

interface Started {
  readonly cluster: Value | undefined;
  readonly task: Value;
  readonly overrides: Value | undefined;
  readonly place: Place;
}

/** A task that a resource starts with parameters in the shape of ECS's RunTask. */
export function started(index: ResourceIndex, by: Resource, { cluster, task, overrides, place }: Started): TaskRun {
  const fields = isFields(task) ? task : {};
  const network = awsvpc(fields.NetworkConfiguration);
  return {
    id: by.id,
    place,
    aliases: [],
    taskDefinition: fields.TaskDefinitionArn ?? fields.TaskDefinition,
    ...(cluster !== undefined && cluster !== null && { cluster }),
    ...(network && { network }),
    ...(fields.LaunchType !== undefined && { launchType: fields.LaunchType }),
    ...(fields.CapacityProviderStrategy !== undefined && { capacityProviders: fields.CapacityProviderStrategy }),
    ...(overrides !== undefined && { overrides }),
    openings: openingIf(
      index,
      fields.EnableExecuteCommand,
      ['true'],
      within(place, 'EnableExecuteCommand'),
      'lets ECS Exec open a shell in it',
      'exec',
    ),
    registrations: [],
    ...(by.doubt && { doubt: by.doubt }),
  };
}
