import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { subnetPlace } from '../subnet-place';
import { combined, type ListedRule } from './listed-rule';
import { tagGroup } from './scoped-group';

/** The rules that connectors bring along, each with the network that it is of. */
export const connectorRules = oncePerIndex((index) =>
  index.ofType('google_vpc_access_connector').flatMap((connector) => {
    const network = networkOf(index, connector);
    return network === undefined ? [] : [{ network, rule: implicit(connector, network) }];
  }),
);

function networkOf(index: ResourceIndex, connector: Resource): string | undefined {
  const [subnet] = blocks(index.follow(connector.properties.subnet));
  const region = index.keyOf(index.property(connector, 'region'));
  const place = subnet?.name && subnetPlace(index, connector, { subnetwork: subnet.name }, region);
  return place ? place.network : networkKey(index, connector, connector.properties.network);
}

/** "Serverless VPC Access": a connector in its network's own project lets itself in everywhere; in a service project it doesn't. */
const implicit = ({ id, place }: Resource, network: string): ListedRule => ({
  direction: 'ingress',
  rules: combined(
    {
      ...{ place, direction: 'ingress', action: 'allow', priority: 1000 },
      doubt: { reason: `which rules ${id} brings along isn't in the inputs`, place },
    },
    [{ remote: { addresses: AddressSet.none, groups: [tagGroup('vpc-connector', network)] }, text: 'connectors' }],
    [{ services: ServiceSet.all }],
  ),
});
