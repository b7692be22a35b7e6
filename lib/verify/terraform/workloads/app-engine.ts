import { hop } from '../../world/hop';
import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { mapCredentials } from '../credentials/environment';
import { placedIn } from '../interfaces';
import { blocksAt, valueAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { containerWorkload } from './container-revision';
import type { FoundWorkload } from './found-workload';
import { appEngineAccount, fullUse } from './service-account';
import { type Connected, connected } from './vpc-egress';

/** Versions of App Engine's services, in both environments. */
export const appEngine = (index: ResourceIndex): FoundWorkload[] => [
  ...index.ofType('google_app_engine_standard_app_version').map((each) => version(index, each, standard(index, each))),
  ...index.ofType('google_app_engine_flexible_app_version').map((each) => version(index, each, flexible(index, each))),
];

function version(index: ResourceIndex, resource: Resource, where: Connected): FoundWorkload {
  const { properties, place } = resource;
  const credentials = mapCredentials(index, properties.env_variables ?? {}, within(place, 'env_variables'));
  return {
    workload: containerWorkload(index, resource, { containers: [], volumes: [], place }, where, { credentials }),
    interfaces: where.interfaces,
    uses: [fullUse(index, properties.service_account, within(place, 'service_account'), appEngineAccount)],
  };
}

function standard(index: ResourceIndex, resource: Resource): Connected {
  const [connector, setting] = ['name', 'egress_setting'].map((name) =>
    valueAt(index, resource.properties, `vpc_access_connector.${name}`),
  );
  return connected(index, resource, { ...(connector !== undefined && { connector }), ...(setting !== undefined && { setting }) });
}

/** "google_app_engine_flexible_app_version": hosts in a network, with an external address unless `instance_ip_mode` is INTERNAL. */
function flexible(index: ResourceIndex, resource: Resource): Connected {
  const { id: owner, place, properties } = resource;
  const [network] = blocksAt(index, properties, 'network');
  if (!network) return { interfaces: [], outside: hop(place, "runs in the project's default network, with external addresses") };
  const external = truth(index, network.instance_ip_mode, ['internal'], false) !== true;
  const block = {
    network: network.name ?? null,
    subnetwork: network.subnetwork ?? null,
    ...(external && { access_config: [{}] }),
  };
  return { interfaces: placedIn(index, { owner, place, networkInterfaces: [block], inbound: true }) };
}
