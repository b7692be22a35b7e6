import { ref } from '../../terraform/network/airlock';
import { outerNames, outerRoom, roomNames, sealedRoom, serviceAccount } from './rooms';
import type { Body, Fixture, Site } from './site';

const body = (): Body => ({
  ...sealedRoom(`${ref('compute_address.door', 'address')}/32`, 3128),
  ...outerRoom(3128),
  'compute_instance.agent': {
    name: 'agent',
    machine_type: 'e2-standard-4',
    zone: 'europe-west1-b',
    tags: ['agent'],
    boot_disk: [{ initialize_params: [{ image: 'projects/cos-cloud/global/images/family/cos-stable' }] }],
    network_interface: [{ subnetwork: ref('compute_subnetwork.room') }],
    service_account: serviceAccount(ref('service_account.agent', 'email')),
    metadata: { 'block-project-ssh-keys': 'true', 'serial-port-enable': 'false' },
  },
});

const agent = (site: Site) => site.at('compute_instance.agent');

/** Instances in one network, the proxies in another, and Private Service Connect between them. */
export const instancesTwoNetworks: Fixture = {
  name: 'instances and a published proxy in two networks',
  body,
  port: 3128,
  names: { ...roomNames, ...outerNames, agent: 'compute_instance.agent' },
  nic: (site) => agent(site).network_interface[0],
  identity: (site, email) => site.set('compute_instance.agent', { service_account: email ? serviceAccount(email) : undefined }),
  give: (site, name, value) => Object.assign(agent(site).metadata, { [name]: value }),
};
