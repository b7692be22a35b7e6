import { type MarkedResource, markedResources } from '../../roles/role-metadata';
import { Reference, Unresolved } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { taskDefinitionOf } from './task-definition';
import type { TaskRun } from './task-run';

/** Task definitions that their metadata places, as somebody runs them by hand, and those that nothing in the inputs runs. */
export function loneRuns(index: ResourceIndex, others: readonly TaskRun[]): TaskRun[] {
  const run = new Set(others.flatMap(({ taskDefinition }) => taskDefinitionOf(index, taskDefinition)?.id ?? []));
  const placed = markedResources(index.world).flatMap(placedRun);
  const byHand = new Set(placed.map(({ id }) => id));
  const nowhere = index.ofType('AWS::ECS::TaskDefinition').filter(({ id }) => !run.has(id) && !byHand.has(id));
  return [...placed, ...nowhere.map(nowhereRun)];
}

function placedRun({ resource, fields }: MarkedResource): TaskRun[] {
  const { subnets, securityGroups: groups, cluster } = fields;
  if (resource.type !== 'AWS::ECS::TaskDefinition' || subnets === undefined) return [];
  const network = { AssignPublicIp: whoeverRunsIt, Subnets: subnets, ...(groups !== undefined && { SecurityGroups: groups }) };
  const { doubt } = resource;
  return [{ ...lone(resource), network, ...(cluster !== undefined && { cluster }), ...(doubt && { doubt }) }];
}

/** Whoever runs a task says whether it gets a public address. */
const whoeverRunsIt = new Unresolved('whether whoever runs the task gives it a public address');

const lone = (resource: Resource): TaskRun => ({
  id: resource.id,
  place: resource.place,
  aliases: [],
  taskDefinition: new Reference(resource.id),
  openings: [],
  registrations: [],
});

const nowhereRun = (resource: Resource): TaskRun => ({
  ...lone(resource),
  doubt: { reason: `where ${resource.id} runs isn't in the inputs`, place: resource.place },
});
