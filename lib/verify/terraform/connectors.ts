import type { Interface } from '../model/interface';
import type { Doubt } from '../world/doubt';
import type { Place } from '../world/place';
import type { Fields, Value } from '../world/value';
import type { Resource } from '../world/world';
import { connectorSubnet } from './connector-subnets';
import { blocks } from './evaluate/blocks';
import { placedIn } from './interfaces';
import type { ResourceIndex } from './resource-index';

const type = 'google_vpc_access_connector';

/** Something that reaches a network through a connector. */
export interface ConnectorPlacement {
  readonly owner: string;
  readonly place: Place;
  readonly connector: Value | undefined;
  readonly doubt?: Doubt;
}

/** The interface that something has by way of a Serverless VPC Access connector: it only opens connections. */
export function placedByConnector(index: ResourceIndex, placement: ConnectorPlacement): readonly Interface[] {
  const { owner, place, doubt } = placement;
  const connector = index.resourceOf(placement.connector, type);
  const key = index.keyOf(placement.connector, type);
  if (key === undefined) return [];
  const base = { owner, place, inbound: false };
  if (!connector) {
    const unknown = { reason: `the connector '${key}' isn't in the inputs`, place };
    return placedIn(index, { ...base, networkInterfaces: [{ subnetwork: `subnetwork of ${key}` }], doubt: doubt ?? unknown });
  }
  const reason = doubt ?? connector.doubt;
  return placedIn(index, {
    ...base,
    networkInterfaces: [standing(index, connector)],
    ...(index.property(connector, 'region') !== undefined && { region: index.property(connector, 'region') as Value }),
    tags: connectorTags(index, connector),
    ...(reason && { doubt: reason }),
  });
}

/** "Serverless VPC Access", network tags: one for all connectors and one for each. */
function connectorTags(index: ResourceIndex, connector: Resource): readonly Value[] {
  const [region, name] = [index.property(connector, 'region'), connector.properties.name].map((value) => index.keyOf(value));
  return ['vpc-connector', `vpc-connector-${region}-${name}`];
}

function standing(index: ResourceIndex, connector: Resource): Fields {
  const [subnet] = blocks(index.follow(connector.properties.subnet));
  if (subnet?.name !== undefined && subnet.name !== null) return { subnetwork: subnet.name };
  const { network } = connector.properties;
  return { subnetwork: connectorSubnet(connector), ...(network !== undefined && { network }) };
}
