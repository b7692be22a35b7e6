import type { Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import type { Place } from '../../world/place';
import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { arnFields } from '../policy-language/arn';
import { literalOf } from '../policy-language/glyph';
import type { OwnAccount } from '../policy-language/ownership';
import { expandedValue } from '../policy-language/resource-arn';
import { elementsAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import { backedUp } from './backups';
import { foreignness } from './foreignness';

/** File systems of agents that could be copied to another account. */
export function copiedFileSystems(index: ResourceIndex, agents: readonly Workload[], own: OwnAccount): readonly Doubt[] {
  const mounted = agents.flatMap(({ storage }) => storage.map(({ key }) => key));
  const systems = index.ofType('AWS::EFS::FileSystem').filter(({ id }) => mounted.some((key) => key.startsWith(`${id}:`)));
  return systems.flatMap((system) => {
    const places = [...replicated(index, system, own), ...backedUp(index, system, own).map((outlet) => outlet.hop)];
    return places.map((place) => ({ reason: `whether ${system.id} is copied to another account isn't known`, place }));
  });
}

/** Only an ARN names the file system of another account: "AWS::EFS::FileSystem ReplicationDestination". */
function replicated(index: ResourceIndex, { place, properties }: Resource, own: OwnAccount): readonly Place[] {
  const targets = elementsAt(index, properties, ['ReplicationConfiguration.Destinations.FileSystemId']);
  const foreign = targets.filter((target) => {
    const text = expandedValue(target, own.resources);
    return (arnFields(text) || literalOf(text) === undefined) && foreignness(target, own) !== 'no';
  });
  return foreign.map(() => within(place, 'Properties', 'ReplicationConfiguration'));
}
