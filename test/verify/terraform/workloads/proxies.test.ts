import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import type { Change } from '../findings';
import { type Resources, ref, sealed } from '../network/airlock';

/** Envoy in Cloud Run, behind the door's load balancer. */
const proxy = (service: Record<string, unknown> = {}, more: Resources = {}): Change => ({
  proxy: { id: 'google_cloud_run_v2_service.proxy' },
  resources: {
    'compute_instance.proxy': undefined,
    'compute_instance_group.proxy': undefined,
    'cloud_run_v2_service.proxy': {
      name: 'proxy',
      location: 'europe-west1',
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      template: [
        {
          service_account: ref('service_account.proxy', 'email'),
          containers: [{ image: 'envoy', ports: [{ container_port: 8080 }] }],
        },
      ],
      ...service,
    },
    'compute_region_network_endpoint_group.proxy': {
      name: 'proxy',
      region: 'europe-west1',
      network_endpoint_type: 'SERVERLESS',
      cloud_run: [{ service: ref('cloud_run_v2_service.proxy', 'name') }],
    },
    'compute_region_backend_service.proxy': {
      ...sealed['compute_region_backend_service.proxy'],
      protocol: 'HTTPS',
      load_balancing_scheme: 'INTERNAL_MANAGED',
      backend: [{ group: ref('compute_region_network_endpoint_group.proxy') }],
    },
    ...more,
  },
});

const anybody: Resources = {
  'cloud_run_v2_service_iam_member.all': {
    name: ref('cloud_run_v2_service.proxy', 'name'),
    location: 'europe-west1',
    role: 'roles/run.invoker',
    member: 'allUsers',
  },
};

describe('a proxy in Cloud Run', () => {
  findingRows([
    ['that only load balancers reach', proxy({}, anybody)],
    ['whose URL anybody may use', proxy({ ingress: 'INGRESS_TRAFFIC_ALL' }, anybody), 'PROXY-002'],
    ['whose URL anybody may use by default', proxy({ ingress: null }, anybody), 'PROXY-002'],
    ['whose URL asks who one is', proxy({ ingress: 'INGRESS_TRAFFIC_ALL' })],
    ['whose URL asks nothing', proxy({ ingress: 'INGRESS_TRAFFIC_ALL', invoker_iam_disabled: true }), 'PROXY-002'],
  ]);
});

describe('a proxy with a serial console', () => {
  findingRows([
    [
      'stays proven',
      { 'compute_instance.proxy': { ...sealed['compute_instance.proxy'], metadata: { 'serial-port-enable': 'true' } } },
    ],
  ]);
});
