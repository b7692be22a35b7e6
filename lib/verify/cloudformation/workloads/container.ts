import { doubtIn } from '../../choice/truth';
import type { Credential, Opening } from '../../model/workload';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import { listedVariables, textCredentials, variableCredentials } from '../credentials/environment';
import { storedSecret } from '../credentials/secret-value';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

/** One container of a task or job definition, as ECS and Batch both write it. */
export interface Container {
  readonly fields: Fields;
  readonly place: Place;
}

/** The containers of a list. */
export const containersOf = (index: ResourceIndex, list: Value | undefined, place: Place): Container[] =>
  index.elements(list).flatMap((fields, position) => (isFields(fields) ? [{ fields, place: within(place, position) }] : []));

/** Everything in a container's definition that is a secret or looks like a key. */
export function containerCredentials(index: ResourceIndex, { fields, place }: Container): Credential[] {
  const command = (name: string) => textCredentials(index, name.toLowerCase(), fields[name], within(place, name));
  return [
    ...variableCredentials(index, listedVariables(index, fields.Environment, within(place, 'Environment'))),
    ...secretsOf(index, fields.Secrets, within(place, 'Secrets')),
    ...filesOf(index, fields.EnvironmentFiles, within(place, 'EnvironmentFiles')),
    ...command('Command'),
    ...command('EntryPoint'),
  ];
}

/** `[{ Name, ValueFrom }]`: what the container's agent fetches from a store and sets as variables. */
export function secretsOf(index: ResourceIndex, list: Value | undefined, place: Place): Credential[] {
  return index.elements(list).flatMap((entry, position): Credential[] => {
    const fields = isFields(entry) ? entry : {};
    const stored = storedSecret(index, fields.ValueFrom);
    const name = index.keyOf(fields.Name) ?? 'a secret';
    return stored ? [{ kind: 'secret', name, hop: hop(within(place, position), stored.why) }] : [];
  });
}

function filesOf(index: ResourceIndex, list: Value | undefined, place: Place): Credential[] {
  return index.elements(list).map((entry, position) => {
    const file = index.keyOf(isFields(entry) ? entry.Value : entry) ?? 'a file';
    const at = within(place, position);
    const doubt = { reason: `the variables in '${file}' aren't in the inputs`, place: at };
    return { kind: 'secret', name: file, hop: hop(at, `takes variables from ${file}`), doubt };
  });
}

/** Capabilities that give power over the host's kernel: Linux manual, "capabilities(7)". */
const powerful = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_BOOT', 'DAC_READ_SEARCH', 'BPF', 'PERFMON'];

/** How a container isn't kept apart from its host. */
export function containerOpenings(index: ResourceIndex, { fields, place }: Container): Opening[] {
  const linux = isFields(fields.LinuxParameters) ? fields.LinuxParameters : {};
  const added = isFields(linux.Capabilities) ? index.elements(linux.Capabilities.Add) : [];
  return [
    ...openingIf(index, fields.Privileged, ['true'], within(place, 'Privileged'), 'runs privileged'),
    ...added.flatMap((capability, position) =>
      openingIf(
        index,
        capability,
        powerful.map(lower),
        within(place, 'LinuxParameters', 'Capabilities', 'Add', position),
        `adds the capability ${index.keyOf(capability)}`,
      ),
    ),
    ...index.elements(linux.Devices).map(
      (_, position): Opening => ({
        kind: 'host',
        hop: hop(within(place, 'LinuxParameters', 'Devices', position), 'uses a device of its host'),
      }),
    ),
  ];
}

const lower = (text: string): string => text.toLowerCase();

/** An opening to the host, if a property may have one of the values. */
export function openingIf(
  index: ResourceIndex,
  property: Value | undefined,
  wanted: readonly string[],
  place: Place,
  why: string,
  kind: Opening['kind'] = 'host',
): Opening[] {
  const answer = truth(index, property, wanted, false);
  if (answer === false) return [];
  const doubt = doubtIn(answer);
  return [{ kind, hop: hop(place, why), ...(doubt && { doubt }) }];
}
