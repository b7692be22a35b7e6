import { ref } from '../../terraform/network/airlock';
import { credential, roomNames, sealedRoom, serviceAccount, tcp } from './rooms';
import type { Body, Fixture, Site } from './site';

const body = (): Body => ({
  ...sealedRoom(`${ref('compute_instance.proxy', 'network_interface[0].network_ip')}/32`, 8080),
  ...credential(),
  'compute_firewall.room_closed': {
    ...sealedRoom('', 8080)['compute_firewall.room_closed'],
    target_tags: ['agent'],
  },
  'compute_network.room': { name: 'room', auto_create_subnetworks: false },
  'compute_subnetwork.edge': {
    name: 'edge',
    network: ref('compute_network.room'),
    region: 'europe-west1',
    ip_cidr_range: '10.10.1.0/24',
  },
  'compute_instance.proxy': {
    name: 'proxy',
    machine_type: 'e2-small',
    zone: 'europe-west1-b',
    tags: ['proxy'],
    boot_disk: [{ initialize_params: [{ image: 'projects/cos-cloud/global/images/family/cos-stable' }] }],
    network_interface: [{ subnetwork: ref('compute_subnetwork.edge'), access_config: [{}] }],
    service_account: serviceAccount(ref('service_account.proxy', 'email')),
  },
  'compute_firewall.proxy_from_agents': {
    name: 'proxy-from-agents',
    network: ref('compute_network.room', 'name'),
    direction: 'INGRESS',
    source_tags: ['agent'],
    target_tags: ['proxy'],
    allow: tcp(8080),
  },
  'compute_instance.agent': {
    name: 'agent',
    machine_type: 'e2-standard-4',
    zone: 'europe-west1-b',
    tags: ['agent'],
    boot_disk: [{ initialize_params: [{ image: 'projects/cos-cloud/global/images/family/cos-stable' }] }],
    network_interface: [{ subnetwork: ref('compute_subnetwork.room') }],
    metadata: { 'block-project-ssh-keys': 'true' },
  },
});

const agent = (site: Site) => site.at('compute_instance.agent');

/** An agent without an account and a proxy with an external address in one network that keeps its default route. */
export const instancesOneNetwork: Fixture = {
  name: 'an agent and a proxy in one network',
  body,
  port: 8080,
  names: {
    ...roomNames,
    agent: 'compute_instance.agent',
    proxy: 'compute_instance.proxy',
    proxyNetwork: 'compute_network.room',
    proxySubnet: 'compute_subnetwork.edge',
    proxyIngress: 'compute_firewall.proxy_from_agents',
  },
  nic: (site) => agent(site).network_interface[0],
  identity: (site, email) => site.set('compute_instance.agent', { service_account: email ? serviceAccount(email) : undefined }),
  give: (site, name, value) => Object.assign(agent(site).metadata, { [name]: value }),
};
