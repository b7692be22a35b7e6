// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { outerNames, outerRoom, roomNames, sealedRoom } from './rooms';
import type { Body, Fixture, Site } from './site';

const body = (): Body => ({
  ...sealedRoom('10.10.0.2/32', 8080),
  ...outerRoom(8080),
  'cloud_run_v2_job.agent': {
    name: 'agent',
    location: 'europe-west1',
    template: [
      {
        template: [
          {
            service_account: ref('service_account.agent', 'email'),
            max_retries: 0,
            containers: [
              {
                image: 'europe-west1-docker.pkg.dev/own-project/images/agent@sha256:0',
                env: [{ name: 'HTTPS_PROXY', value: `http://${ref('compute_address.door', 'address')}:8080` }],
              },
            ],
            vpc_access: [
              {
                egress: 'ALL_TRAFFIC',
                network_interfaces: [
                  { network: ref('compute_network.room'), subnetwork: ref('compute_subnetwork.room'), tags: ['agent'] },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
});

/** The task of the agents' job. */
export const task = (site: Site) => site.at('cloud_run_v2_job.agent').template[0].template[0];

/** Jobs of Cloud Run in one network, the proxies in another, and Private Service Connect between them. */
export const jobTwoNetworks: Fixture = {
  name: 'a job of Cloud Run and a published proxy in two networks',
  body,
  port: 8080,
  names: { ...roomNames, ...outerNames, agent: 'cloud_run_v2_job.agent' },
  nic: (site) => task(site).vpc_access[0].network_interfaces[0],
  identity: (site, email) => Object.assign(task(site), { service_account: email }),
  give: (site, name, value) => task(site).containers[0].env.push({ name, value }),
};
