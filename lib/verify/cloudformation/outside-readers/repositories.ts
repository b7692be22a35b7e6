import { hop } from '../../world/hop';
import { within } from '../../world/place';
import { not } from '../policy-language/answer';
import { glyphsOf } from '../policy-language/glyph';
import { isOwnAccount } from '../policy-language/ownership';
import { elementsAt } from '../reading/property-path';
import { announced } from './buses';
import { type Outlet, outlets, type Thing } from './outlet';
import { passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';
import { taken } from './takers';

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
  return [...readByPolicy(thing, ['ecr:BatchGetImage']), ...copies, ...taken(thing), ...announced(thing, 'aws.ecr')];
}

/** Who outside is told of what is pushed to a repository of sources: "AWS::CodeCommit::Repository RepositoryTrigger". */
export function sourceOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const place = within(resource.place, 'Properties', 'Triggers');
  const targets = elementsAt(index, resource.properties, ['Triggers.DestinationArn']);
  return [...targets.flatMap((target) => passedOn(thing, target, place)), ...taken(thing), ...announced(thing, 'aws.codecommit')];
}
