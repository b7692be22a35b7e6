import { within } from '../../world/place';
import { Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocksAt, entriesOf, valueAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { containerPorts, containerWorkload } from './container-revision';
import type { FoundWorkload } from './found-workload';
import { requestInterface } from './public-url';
import { fullUse } from './service-account';
import { connected } from './vpc-egress';

/** Services of Cloud Run's first version, which state their network by annotations. */
export const cloudRunV1 = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType('google_cloud_run_service').map((service) => revisionOf(index, service));

function revisionOf(index: ResourceIndex, service: Resource): FoundWorkload {
  const { properties } = service;
  const place = within(service.place, 'template', 'spec');
  const annotations = new Map(entriesOf(index, valueAt(index, properties, 'template.metadata.annotations')));
  const annotation = (name: string) => annotations.get(`run.googleapis.com/${name}`);
  const networkInterfaces = parsedInterfaces(index, annotation('network-interfaces'));
  const [connector, setting] = [annotation('vpc-access-connector'), annotation('vpc-access-egress')];
  const region = index.property(service, 'location');
  const where = connected(index, service, {
    ...(connector !== undefined && { connector }),
    ...(networkInterfaces !== undefined && { networkInterfaces }),
    ...(setting !== undefined && { setting }),
    ...(region !== undefined && { region }),
  });
  const containers = blocksAt(index, properties, 'template.spec.containers');
  const revision = { containers, volumes: blocksAt(index, properties, 'template.spec.volumes'), place };
  return {
    workload: containerWorkload(index, service, revision, where, { listens: containerPorts(index, containers) }),
    interfaces: [...where.interfaces, requestInterface(service, containerPorts(index, containers))],
    uses: [
      fullUse(index, valueAt(index, properties, 'template.spec.service_account_name'), within(place, 'service_account_name')),
    ],
  };
}

/** The annotation holds blocks as JSON: `[{"network": …, "subnetwork": …, "tags": …}]`. */
function parsedInterfaces(index: ResourceIndex, annotation: Value | undefined): Value | undefined {
  const text = index.follow(annotation);
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string') return new Unresolved('the annotation run.googleapis.com/network-interfaces is not known');
  try {
    return JSON.parse(text) as Value;
  } catch {
    return new Unresolved('the annotation run.googleapis.com/network-interfaces is no JSON');
  }
}
