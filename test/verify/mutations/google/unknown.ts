// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, ownProject, tcp } from './rooms';
import type { Change } from './row';
import type { Site } from './site';
import { all, egress, hierarchicalPolicy, nat, networkPolicy, perimeter, route, toInternet, wayOut, wideEgress } from './ways';

const member = (site: Site) => {
  site.fixture.identity(site, ref(site.names.account, 'email'));
  return `serviceAccount:${ref(site.names.account, 'email')}`;
};

export const unknown: readonly Change[] = [
  [
    'destinations that are told at apply',
    all(wayOut, (site) => egress({ destination_ranges: [site.toldLater('range')], allow: tcp(443) })(site)),
  ],
  [
    'a rule whose network is told at apply',
    all(wayOut, (site) => egress({ network: site.toldLater(), destination_ranges: everywhere, allow: tcp(443) })(site)),
  ],
  [
    'a rule that is disabled as is told at apply',
    all(wayOut, (site) => egress({ disabled: site.toldLater('off'), destination_ranges: everywhere, allow: tcp(443) })(site)),
  ],
  [
    'a route to an address that is told at apply',
    all(wideEgress, (site) => route({ next_hop_ip: site.toldLater('address') })(site)),
  ],
  [
    'peering with a network of elsewhere',
    all(wideEgress, (site) =>
      site.add('compute_network_peering.p', {
        name: 'p',
        network: ref(site.names.network, 'self_link'),
        peer_network: 'projects/other/global/networks/n',
      }),
    ),
  ],
  [
    'a spoke of a hub of elsewhere',
    all(wideEgress, (site) =>
      site.add('network_connectivity_spoke.s', {
        name: 's',
        location: 'global',
        hub: 'projects/other/locations/global/hubs/h',
        linked_vpc_network: [{ uri: ref(site.names.network, 'self_link') }],
      }),
    ),
  ],
  [
    'a network policy that is told at apply',
    all(wayOut, (site) => {
      networkPolicy({})(site);
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' });
      site.set('compute_network_firewall_policy_association.opening', { firewall_policy: site.toldLater('name') });
    }),
  ],
  [
    'a network policy that isn’t in the inputs',
    all(wayOut, (site) => {
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' });
      site.add('compute_network_firewall_policy_association.a', {
        name: 'a',
        firewall_policy: 'other',
        attachment_target: ref(site.names.network),
      });
    }),
  ],
  ['a folder’s policy that isn’t in the inputs', all(wayOut, hierarchicalPolicy({}, 'folders/123'))],
  [
    'a rule by a list of names',
    all(wayOut, networkPolicy({ match: [{ dest_fqdns: ['example.com'], layer4_configs: [{ ip_protocol: 'all' }] }] }), (site) =>
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' }),
    ),
  ],
  [
    'a role that isn’t known',
    (site) => site.add('project_iam_member.r', { project: ownProject, role: 'roles/newservice.wizard', member: member(site) }),
  ],
  [
    'a custom role that isn’t in the inputs',
    (site) =>
      site.add('project_iam_member.r', { project: ownProject, role: 'organizations/1/roles/custom', member: member(site) }),
  ],
  ['an account that isn’t in the inputs', (site) => site.fixture.identity(site, 'someone@other-project.iam.gserviceaccount.com')],
  [
    'a policy that is told at apply',
    (site) => {
      member(site);
      site.add('project_iam_policy.p', { project: ownProject, policy_data: site.toldLater('policy') });
    },
  ],
  [
    'a role under a condition',
    (site) =>
      site.add('project_iam_member.r', {
        project: ownProject,
        role: 'roles/secretmanager.secretAccessor',
        member: member(site),
        condition: [{ title: 'c', expression: 'resource.name.startsWith("x")' }],
      }),
  ],
  [
    'a module that isn’t there',
    (site) =>
      site.declare('module', {
        firewall: {
          source: 'terraform-google-modules/network/google//modules/firewall-rules',
          network_name: ref(site.names.network, 'name'),
        },
      }),
  ],
  [
    'a type that isn’t modelled and is given the network',
    (site) => site.add('some_new_gateway.g', { name: 'g', network: ref(site.names.network) }),
  ],
  [
    'a subnetwork that is told at apply',
    (site) => {
      site.fixture.nic(site).subnetwork = site.toldLater();
    },
  ],
  [
    'Cloud NAT of a router that is told at apply',
    all(wideEgress, route(toInternet), (site) => nat({ router: site.toldLater('router') })(site)),
  ],
  [
    'mirrored packets',
    (site) => {
      site.add('compute_packet_mirroring.m', {
        name: 'm',
        network: [{ url: ref(site.names.network) }],
        collector_ilb: [{ url: 'projects/other/regions/europe-west1/forwardingRules/x' }],
        mirrored_resources: [{ tags: ['agent'] }],
      });
    },
  ],
  [
    'a zone that is handed to a server that is told at apply',
    (site) => {
      site.add('dns_managed_zone.z', {
        name: 'z',
        dns_name: 'corp.example.',
        visibility: 'private',
        private_visibility_config: [{ networks: [{ network_url: ref(site.names.network) }] }],
        forwarding_config: [{ target_name_servers: [{ ipv4_address: site.toldLater('server') }] }],
      });
      site.add('dns_response_policy_rule.z', {
        response_policy: ref(site.names.policy, 'response_policy_name'),
        rule_name: 'z',
        dns_name: '*.corp.example.',
        behavior: 'bypassResponsePolicy',
      });
    },
  ],
  [
    'records that go to a project which the inputs don’t show',
    (site) => {
      const role = 'roles/logging.logWriter';
      site.add('project_iam_member.logs', { project: ownProject, role, member: member(site) });
      site.add('logging_project_sink.s', { name: 's', destination: 'logging.googleapis.com/projects/central' });
    },
  ],
  ['a file in what it is given', (site) => site.fixture.give(site, 'KEY', '${file("/root/key")}')],
  [
    'a file in base64 in a text that it is given',
    (site) => site.fixture.give(site, 'KEY', 'Basic ${base64encode(file("/root/key"))}'),
  ],
  ['a template in what it is given', (site) => site.fixture.give(site, 'SET_UP', '${templatefile("/root/set-up", {})}')],
  [
    'an answer in what it is given',
    (site) => {
      site.declare('data', { http: { k: { url: 'https://example.com' } } });
      site.fixture.give(site, 'KEY', '${data.http.k.response_body}');
    },
  ],
  [
    'what a program says in what it is given',
    (site) => {
      site.declare('data', { external: { k: { program: ['get-key'] } } });
      site.fixture.give(site, 'KEY', '${data.external.k.result.key}');
    },
  ],
  [
    'a command of Terraform’s about the network',
    (site) => {
      const command = `gcloud compute routes create out --network ${ref(site.names.network, 'name')}`;
      site.set(site.names.account, { provisioner: [{ 'local-exec': { command } }] });
    },
  ],
  [
    'a command that Terraform runs with the network',
    (site) => site.set(site.names.network, { provisioner: { 'local-exec': { command: 'open-it' } } }),
  ],
  [
    'a way out of its network, by a path whose project may be its own',
    all(wayOut, (site) => {
      site.set(site.names.network, { project: site.variable('project') });
      egress({
        network: `projects/acme/global/networks/${site.at(site.names.network).name}`,
        destination_ranges: everywhere,
        allow: everything,
      })(site);
    }),
  ],
  [
    'a job elsewhere that has the account of the proxies, whose role isn’t known',
    (site) => {
      site.add('project_iam_member.proxy', {
        ...{ project: ownProject, role: 'roles/somebodys.own' },
        member: `serviceAccount:${ref(site.names.proxyAccount, 'email')}`,
      });
      site.remove('secret_manager_secret_iam_member.proxy');
      site.add('cloud_run_v2_job.nightly', {
        ...{ name: 'nightly', location: 'europe-west1' },
        template: [
          { template: [{ service_account: ref(site.names.proxyAccount, 'email'), containers: [{ image: 'nightly' }] }] },
        ],
      });
    },
  ],
  [
    'an account of another project that may put hosts into its subnetwork',
    (site) => {
      site.set(site.names.subnet, { project: ownProject });
      site.add('compute_subnetwork_iam_member.m', {
        ...{ subnetwork: ref(site.names.subnet), role: 'roles/compute.networkUser' },
        member: 'serviceAccount:x@somebody-else.iam.gserviceaccount.com',
      });
    },
  ],
  [
    'something that isn’t modelled and names its network without a path',
    (site) => site.add('weird_thing.w', { network_config: [{ vpc_network: site.at(site.names.network).name }] }),
  ],
  [
    'a deployment within the deployment',
    (site) => site.add('deployment_manager_deployment.d', { name: 'd', target: [{ config: [{ content: 'resources: []' }] }] }),
  ],
  [
    'Cloud NAT in a region that may be its own',
    all(wideEgress, route(toInternet), (site) => {
      site.set(site.names.subnet, { region: site.variable('region') });
      nat()(site);
    }),
  ],
  [
    'a way out of a network that is named by its number',
    all(wayOut, (site) =>
      egress({ network: ref(site.names.network, 'numeric_id'), destination_ranges: everywhere, allow: everything })(site),
    ),
  ],
  ['an organisation’s policy, which may be above its project', all(wayOut, hierarchicalPolicy())],
  ['the APIs of a perimeter that holds another project', perimeter({ project_id: 'other-project' })],
  ["the APIs of a perimeter that holds another provider's project", perimeter({ provider: 'google.other' })],
];
