import type { Credential, Opening } from '../../model/workload';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { listedVariables, variableCredentials } from '../credentials/environment';
import { storedSecret } from '../credentials/secret-value';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { codeShapes } from './code-shapes';
import { openingIf } from './container';
import type { FoundWorkload } from './found-workload';
import { shapedWorkload } from './shaped-workload';
import type { WorkloadShape } from './workload-shape';

const type = 'AWS::CodeBuild::Project';

/** CodeBuild projects: as their shape says, with variables that may come from a store, on a fleet of their own perhaps. */
export const buildProjects = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType(type).map((project) => {
    const found = shapedWorkload(index, onFleet(index, project), codeShapes[type] as WorkloadShape);
    const place = within(project.place, 'Properties', 'Environment');
    const credentials = [...found.workload.credentials, ...variablesOf(index, project, within(place, 'EnvironmentVariables'))];
    return { ...found, workload: { ...found.workload, credentials, openings: privileged(index, project, place) } };
  });

function variablesOf(index: ResourceIndex, { properties }: Resource, place: Place): Credential[] {
  return elementsAt(index, properties, ['Environment.EnvironmentVariables']).flatMap((entry, position) => {
    if (!isFields(entry)) return [];
    const at = within(place, position);
    const kind = index.keyOf(entry.Type) ?? 'PLAINTEXT';
    if (kind === 'PLAINTEXT') return variableCredentials(index, listedVariables(index, [entry], at));
    const stored = storedSecret(index, entry.Value);
    return stored ? [{ kind: 'secret' as const, name: index.keyOf(entry.Name) ?? 'a variable', hop: hop(at, stored.why) }] : [];
  });
}

/** A privileged build can leave its container for the build host, whose network is the service's. */
const privileged = (index: ResourceIndex, { properties }: Resource, place: Place): Opening[] =>
  elementsAt(index, properties, ['Environment.PrivilegedMode']).flatMap((mode) =>
    openingIf(index, mode, ['true'], within(place, 'PrivilegedMode'), 'builds in privileged mode'),
  );

/** "AWS::CodeBuild::Fleet": a fleet's VPC is that of its builds. */
function onFleet(index: ResourceIndex, project: Resource): Resource {
  const [arn] = elementsAt(index, project.properties, ['Environment.Fleet.FleetArn']);
  const fleet = referredResource(index, arn, 'AWS::CodeBuild::Fleet')?.properties.FleetVpcConfig;
  return fleet === undefined ? project : { ...project, properties: { ...project.properties, VpcConfig: fleet } };
}
