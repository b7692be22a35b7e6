import type { Credential } from '../../model/workload';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, Unresolved, type Value } from '../../world/value';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { mapCredentials, textCredentials } from './environment';

/** What in a host's metadata is a secret or looks like a key: every program on it can read that. */
export const metadataCredentials = (
  index: ResourceIndex,
  { metadata, metadata_startup_script }: Fields,
  place: Place,
): Credential[] => [
  ...(metadata === undefined || metadata === null ? [] : mapCredentials(index, metadata, within(place, 'metadata'))),
  ...unseen(index.follow(metadata), within(place, 'metadata')),
  ...textCredentials(index, 'metadata_startup_script', metadata_startup_script, within(place, 'metadata_startup_script')),
];

/** A map of which nothing can be seen: in a plan one value that is known after apply hides the literals beside it. */
function unseen(metadata: Value | undefined, place: Place): Credential[] {
  if (!(metadata instanceof Unresolved) || metadata.secret) return [];
  const doubt = { reason: `what its metadata holds: ${metadata.reason}`, place };
  return [{ kind: 'literal', name: 'metadata', hop: hop(place, "has metadata that isn't known"), doubt }];
}

/** What is so in the metadata that a project gives to all its hosts. */
export const projectCredentials = oncePerIndex((index): readonly Credential[] => [
  ...index
    .ofType('google_compute_project_metadata')
    .flatMap(({ properties, place }) => mapCredentials(index, properties.metadata, within(place, 'metadata'))),
  ...index
    .ofType('google_compute_project_metadata_item')
    .flatMap(({ properties, place }) =>
      mapCredentials(index, { [index.keyOf(properties.key) ?? 'value']: properties.value ?? null }, place),
    ),
]);
