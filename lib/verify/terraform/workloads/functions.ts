import type { Credential } from '../../model/workload';
import { PortSet } from '../../traffic/port-set';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { givenSecret, mapCredentials } from '../credentials/environment';
import { blocks } from '../evaluate/blocks';
import { blocksAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { containerWorkload } from './container-revision';
import type { FoundWorkload } from './found-workload';
import { requestInterface } from './public-url';
import { appEngineAccount, computeAccount, fullUse } from './service-account';
import { connected } from './vpc-egress';

/** Cloud Run functions, of both generations. */
export const functions = (index: ResourceIndex): FoundWorkload[] => [
  ...index.ofType('google_cloudfunctions2_function').map((each) => {
    const [config = {}] = blocksAt(index, each.properties, 'service_config');
    return functionOf(index, each, config, within(each.place, 'service_config'), 'location', computeAccount);
  }),
  ...index
    .ofType('google_cloudfunctions_function')
    .map((each) => functionOf(index, each, each.properties, each.place, 'region', appEngineAccount)),
];

function functionOf(
  index: ResourceIndex,
  resource: Resource,
  config: Fields,
  place: Place,
  regionName: string,
  account: string,
): FoundWorkload {
  const { vpc_connector: connector, service_account_email: email } = config;
  const networkInterfaces = config.direct_vpc_network_interface;
  const setting = config.direct_vpc_egress ?? config.vpc_connector_egress_settings;
  const region = index.property(resource, regionName);
  const where = connected(index, resource, {
    ...(isGiven(connector) && { connector }),
    ...(isGiven(networkInterfaces) && { networkInterfaces }),
    ...(isGiven(setting) && { setting }),
    ...(isGiven(region) && { region }),
  });
  const revision = { containers: [], volumes: [], place };
  return {
    workload: containerWorkload(index, resource, revision, where, {
      credentials: credentialsOf(index, config, place),
      listens: PortSet.of(8080),
    }),
    interfaces: [...where.interfaces, requestInterface(resource, PortSet.of(8080))],
    uses: [fullUse(index, email, within(place, 'service_account_email'), account)],
  };
}

const isGiven = (value: Value | undefined): value is Value => value !== undefined && value !== null;

function credentialsOf(index: ResourceIndex, config: Fields, place: Place): Credential[] {
  const secrets = ['secret_environment_variables', 'secret_volumes'].flatMap((name) =>
    blocks(index.follow(config[name])).map((each) =>
      givenSecret(index.keyOf(each.key ?? each.mount_path) ?? 'a secret', index.keyOf(each.secret), within(place, name)),
    ),
  );
  const variables = index.follow(config.environment_variables);
  return [...secrets, ...(isFields(variables) ? mapCredentials(index, variables, within(place, 'environment_variables')) : [])];
}
