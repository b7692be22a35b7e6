import { hop } from '../../world/hop';
import { not } from '../policy-language/answer';
import { glyphsOf } from '../policy-language/glyph';
import { isOwnAccount } from '../policy-language/ownership';
import { elementsAt } from '../reading/property-path';
import { type Outlet, outlets, type Thing } from './outlet';
import { readByPolicy } from './read-by-policy';

/** Who outside pulls the images of a repository: by its policy, or from a registry that they are copied to. */
export function repositoryOutlets(thing: Thing): readonly Outlet[] {
  const { index, own, resource } = thing;
  const copies = index
    .ofType('AWS::ECR::ReplicationConfiguration')
    .flatMap(({ place, properties }) =>
      elementsAt(index, properties, ['ReplicationConfiguration.Rules.Destinations.RegistryId']).flatMap((registry) =>
        outlets(
          not(isOwnAccount(glyphsOf(registry, 'literal'), own)),
          hop(place, `may copy what is pushed to ${resource.id} to another account's registry`, 'Properties'),
        ),
      ),
    );
  return [...readByPolicy(thing, ['ecr:BatchGetImage']), ...copies];
}
