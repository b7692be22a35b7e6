import type { ResourceIndex } from '../resource-index';
import type { FoundWorkload } from './found-workload';
import { connected, launchedWorkload } from './instance';
import { launchOf } from './launch';
import { dataOf } from './launch-template';

/** Launch templates that nothing in the inputs starts: somebody may, where their own interfaces say. */
export const loneTemplates = (index: ResourceIndex, started: ReadonlySet<string>): FoundWorkload[] =>
  index
    .ofType('AWS::EC2::LaunchTemplate')
    .filter(({ id }) => !started.has(id))
    .map((template) => {
      const data = dataOf(template);
      const launch = launchOf(index, {}, data.place, data);
      const placed = launch.connections.filter(({ subnets }) => subnets !== undefined);
      const missing = { reason: `where instances of ${template.id} start isn't in the inputs`, place: template.place };
      const doubt = launch.doubt ?? template.doubt ?? (placed.length === 0 ? missing : undefined);
      return {
        workload: { ...launchedWorkload(index, template, [launch], []), ...(doubt && { doubt }) },
        interfaces: placed.flatMap((each) => connected(index, template, each, doubt)),
        registrations: [],
      };
    });
