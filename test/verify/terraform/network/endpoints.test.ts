import { describe } from 'vitest';
import { defaultRoute, openEgress, type Resources, ref, roomRoute, roomRule, roomSubnet, toldLater } from './airlock';
import { judgeRows } from './judge-rows';

const access = roomSubnet({ private_ip_google_access: true });
const toApis = roomRoute({ dest_range: '199.36.153.8/30', next_hop_gateway: 'default-internet-gateway' });
const toRestricted = roomRoute({ dest_range: '199.36.153.4/30', next_hop_gateway: 'default-internet-gateway' });
const project: Resources = { 'project.own': { name: 'own', project_id: 'own-project', org_id: '1' } };

/** The perimeter with its configuration as a proposal. */
function dryRun(more: Resources = {}): Resources {
  const name = 'access_context_manager_service_perimeter.own';
  const { [name]: enforced, ...rest } = perimeter();
  const { status, ...own } = enforced ?? {};
  return { ...rest, [name]: { ...own, spec: status, use_explicit_dry_run_spec: true }, ...more };
}

const perimeter = (more: Record<string, unknown> = {}): Resources => ({
  ...project,
  'access_context_manager_service_perimeter.own': {
    name: 'own',
    parent: 'accessPolicies/1',
    title: 'own',
    status: [
      {
        resources: [`projects/${ref('project.own', 'number')}`],
        restricted_services: ['storage.googleapis.com'],
        vpc_accessible_services: [{ enable_restriction: true, allowed_services: ['RESTRICTED-SERVICES'] }],
        ...more,
      },
    ],
  },
});

describe('Private Google Access', () => {
  judgeRows([
    ['by the default route', { ...openEgress, ...defaultRoute, ...access }, 'refuted', 'open-endpoint'],
    ['by a route to its own addresses', { ...openEgress, ...access, ...toApis }, 'refuted', 'open-endpoint'],
    ['without a route', { ...openEgress, ...access }, 'proven'],
    ['behind a closed firewall', { ...defaultRoute, ...access }, 'proven'],
    ['a route without it', { ...openEgress, ...toApis }, 'proven'],
    [
      'to its own addresses through a firewall that lets out nothing else',
      {
        ...access,
        ...toApis,
        ...roomRule({ destination_ranges: ['199.36.153.8/30'], allow: [{ protocol: 'tcp', ports: ['443'] }] }),
      },
      'refuted',
      'open-endpoint',
    ],
    [
      'a firewall that lets out other ports',
      { ...access, ...toApis, ...roomRule({ destination_ranges: ['199.36.153.8/30'], allow: [{ protocol: 'udp' }] }) },
      'proven',
    ],
    [
      "a firewall that lets out to somebody's address",
      { ...access, ...defaultRoute, ...roomRule({ destination_ranges: ['203.0.113.0/24'], allow: [{ protocol: 'tcp' }] }) },
      'proven',
    ],
    [
      "a firewall that lets out to Google's usual addresses",
      { ...access, ...defaultRoute, ...roomRule({ destination_ranges: ['142.250.0.0/15'], allow: [{ protocol: 'tcp' }] }) },
      'refuted',
      'open-endpoint',
    ],
  ]);
});

describe('restricted.googleapis.com', () => {
  judgeRows([
    ['without a perimeter', { ...openEgress, ...access, ...toRestricted }, 'refuted', 'open-endpoint'],
    [
      'in a perimeter that keeps its hosts to its services',
      { ...openEgress, ...access, ...toRestricted, ...perimeter() },
      'proven',
    ],
    [
      'in a perimeter that is in dry run only',
      { ...openEgress, ...access, ...toRestricted, ...dryRun() },
      'refuted',
      'open-endpoint',
    ],
    [
      'in a perimeter that is in dry run only, with another that holds nothing known',
      {
        ...openEgress,
        ...access,
        ...toRestricted,
        ...dryRun({ 'access_context_manager_service_perimeter_resource.r': { perimeter_name: 'x', resource: toldLater() } }),
      },
      'unknown',
    ],
    [
      'in a perimeter that restricts some services only',
      { ...openEgress, ...access, ...toRestricted, ...perimeter({ vpc_accessible_services: undefined }) },
      'unknown',
    ],
    [
      'in a perimeter with an egress policy',
      {
        ...openEgress,
        ...access,
        ...toRestricted,
        ...perimeter({ egress_policies: [{ egress_from: [{ identity_type: 'ANY_IDENTITY' }] }] }),
      },
      'unknown',
    ],
    [
      'in a perimeter with projects from elsewhere',
      {
        ...openEgress,
        ...access,
        ...toRestricted,
        ...perimeter({ resources: [`projects/${ref('project.own', 'number')}`, 'projects/12345'] }),
      },
      'unknown',
    ],
    [
      'the default route leads to all APIs, whatever the perimeter',
      { ...openEgress, ...access, ...defaultRoute, ...perimeter() },
      'refuted',
      'open-endpoint',
    ],
  ]);
});

describe('endpoints for Google APIs', () => {
  const endpoint = (target: string, more: Record<string, unknown> = {}): Resources => ({
    'compute_global_address.apis': {
      name: 'apis',
      address_type: 'INTERNAL',
      purpose: 'PRIVATE_SERVICE_CONNECT',
      network: ref('compute_network.room'),
      address: '10.100.0.5',
    },
    'compute_global_forwarding_rule.apis': {
      name: 'apis',
      target,
      network: ref('compute_network.room'),
      ip_address: ref('compute_global_address.apis'),
      load_balancing_scheme: '',
      ...more,
    },
  });
  const unstated: Resources = {
    'compute_global_address.apis': {
      name: 'apis',
      address_type: 'INTERNAL',
      purpose: 'PRIVATE_SERVICE_CONNECT',
      network: ref('compute_network.room'),
    },
  };
  const toEndpoint = roomRule({
    destination_ranges: [`${ref('compute_global_address.apis', 'address')}/32`],
    allow: [{ protocol: 'tcp', ports: ['443'] }],
  });
  judgeRows([
    ['all of them', { ...openEgress, ...access, ...endpoint('all-apis') }, 'refuted', 'open-endpoint'],
    ['behind a closed firewall', { ...access, ...endpoint('all-apis') }, 'proven'],
    ['without Private Google Access', { ...openEgress, ...endpoint('all-apis') }, 'unknown'],
    [
      'in the other network',
      { ...openEgress, ...access, ...endpoint('all-apis', { network: ref('compute_network.outer') }) },
      'proven',
    ],
    [
      'at an address that a rule names',
      { ...access, ...endpoint('all-apis'), ...unstated, ...toEndpoint },
      'refuted',
      'open-endpoint',
    ],
    [
      'those with VPC Service Controls, without a perimeter',
      { ...openEgress, ...access, ...endpoint('vpc-sc') },
      'refuted',
      'open-endpoint',
    ],
    [
      'those with VPC Service Controls, in a perimeter',
      { ...openEgress, ...access, ...endpoint('vpc-sc'), ...perimeter() },
      'proven',
    ],
  ]);
});
