import type { ModelledType } from '../../coverage/modelled-type';
import { codeShapes } from '../workloads/code-shapes';
import { storeShapes } from '../workloads/store-shapes';
import type { WorkloadShape } from '../workloads/workload-shape';

/** The types that a shape describes: what is read is what the shape names. */
export const shapeTypes: Readonly<Record<string, ModelledType>> = Object.fromEntries(
  Object.entries({ ...codeShapes, ...storeShapes }).map(([type, shape]) => [
    type,
    { reads: readOf(shape), unknownWhen: unknownOf(shape) },
  ]),
);

function readOf(shape: WorkloadShape): string[] {
  const settings = [shape.outside, shape.isolated, shape.ipv6, shape.publicIp].flatMap((each) =>
    typeof each === 'object' ? [each.path] : [],
  );
  const { subnets, groups, roles, profiles, variables, variableList, texts, accessPoints, subnetGroup, parent } = shape;
  const paths = [subnets, groups, roles, profiles, variables, variableList, texts, accessPoints].flatMap((each) => each ?? []);
  return [...new Set([...paths, ...[subnetGroup, parent].flatMap((each) => (each ? [each.path] : [])), ...settings])].sort();
}

function unknownOf({ opens = 'freely', ownGroup }: WorkloadShape): string {
  if (opens === 'never') return '';
  if (opens === 'perhaps') return 'an agent reaches it, and it could open connections to what the agent may not reach';
  return ownGroup ?? "a subnet, a group or a role isn't in the inputs";
}
