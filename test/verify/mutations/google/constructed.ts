import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AuditTrail } from '../../../../lib/gcp/audit-trail';
import { CloudRunAgent } from '../../../../lib/gcp/cloud-run-agent';
import { ComputeAgent } from '../../../../lib/gcp/compute-agent';
import { Door } from '../../../../lib/gcp/door';
import { EgressNetwork } from '../../../../lib/gcp/egress-network';
import { EgressProxy } from '../../../../lib/gcp/egress-proxy';
import { SealedNetwork } from '../../../../lib/gcp/sealed-network';
import { image, policy } from '../../../gcp/fixture';
import { outerNames, ownProject, roomNames, serviceAccount } from './rooms';
import type { Arguments, Body, Fixture, Site } from './site';

/** What rows call the parts that the constructs make, by what the constructs call them; all in `TYPE.NAME` without `google_`. */
const called: readonly (readonly [made: RegExp, name: string])[] = [
  [/^compute_network\.Sealed_/, 'room'],
  [/^compute_subnetwork\.Sealed_agent/, 'room'],
  [/^compute_firewall\.Sealed_Seal_Firewall_Egress_/, 'room_closed'],
  [/^compute_firewall\.Sealed_Door_/, 'room_to_door'],
  [/^dns_response_policy\.Sealed_/, 'closed'],
  [/^dns_response_policy_rule\.Sealed_Seal_Names__Rule_/, 'closed'],
  [/^dns_managed_zone\.Sealed_Seal_Names_Root_/, 'closed'],
  [/^compute_network\.Egress_/, 'outer'],
  [/^compute_subnetwork\.Egress_proxies_/, 'outer'],
  [/^compute_subnetwork\.Egress_door-nat_/, 'nat'],
  [/^compute_router(_nat)?\.Egress_/, 'outer'],
  [/^compute_firewall\.Proxy_Firewall_FromDoor_/, 'proxy_from_door'],
  [/^compute_region_\w+\.Proxy_Hosts_(?!Healing)/, 'proxy'],
  [/^compute_forwarding_rule\.Proxy_/, 'proxy'],
  [/^(compute_service_attachment|compute_forwarding_rule|compute_address)\.(Proxy_)?Door/, 'door'],
  [/^service_account\.Proxy_/, 'proxy'],
  [/^secret_manager_secret\.Proxy_/, 'key'],
  [/^secret_manager_secret_iam_member\.Proxy_/, 'proxy'],
  [/^(cloud_run_v2_job|compute_instance|service_account)\.Agent_/, 'agent'],
];

/** The resources of a stack, some of them by other names. */
function bodyOf(stack: TerraformStack): Body {
  const { resource } = stack.toTerraform() as { readonly resource: Record<string, Record<string, Arguments>> };
  const made = Object.entries(resource).flatMap(([type, parts]) => Object.keys(parts).map((name) => `${type}.${name}`));
  const text = made.reduce(
    (whole, address) => whole.replaceAll(`${address}.`, `google_${renamed(address)}.`),
    JSON.stringify(resource),
  );
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as typeof resource).flatMap(([type, parts]) =>
      Object.entries(parts).map(([name, { depends_on: _, lifecycle: __, ...body }]) => [
        renamed(`${type}.${name}`),
        listed(body),
      ]),
    ),
  );
}

const maps = ['//', 'labels', 'metadata', 'annotations', 'limits'];

/** Blocks as lists, as plans and rows have them. */
function listed(value: Arguments): Arguments {
  const entries = Object.entries(value).map(([name, part]) => {
    if (maps.includes(name) || typeof part !== 'object' || part === null) return [name, part];
    return [name, [part].flat().map((each) => (typeof each === 'object' ? listed(each) : each))];
  });
  return Object.fromEntries(entries);
}

function renamed(address: string): string {
  const own = address.replace(/^google_/, '');
  const [, name] = called.find(([made]) => made.test(own)) ?? [];
  return name === undefined ? own.replace(/-/g, '_') : `${own.split('.')[0]}.${name}`;
}

function airlock(
  agent: (stack: TerraformStack, airlock: ConstructorParameters<typeof CloudRunAgent>[2]['airlock']) => void,
): Body {
  const stack = new TerraformStack(new App(), 'Test');
  new GoogleProvider(stack, 'Google', { project: ownProject, region: 'europe-west1' });
  const audit = new AuditTrail(stack, 'Audit');
  const sealed = new SealedNetwork(stack, 'Sealed', { policy, audit, cidr: '10.10.0.0/16' });
  const network = new EgressNetwork(stack, 'Egress', { audit, cidr: '10.20.0.0/20' });
  const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image('envoy') });
  agent(stack, { policy, audit, sealed, door: new Door(stack, 'Door', { network: sealed, proxy }) });
  const body = bodyOf(stack);
  // rows name what their rules are for by tags, which the constructs do without
  Object.assign(body['compute_region_instance_template.proxy'] as Arguments, { tags: ['proxy'] });
  return body;
}

const names = { ...roomNames, ...outerNames };

/** A job, as its construct and those around it are synthesized. */
export const constructedJob: Fixture = {
  name: 'an airlock of constructs with a job',
  body: once(() => {
    const body = airlock((stack, given) => new CloudRunAgent(stack, 'Agent', { airlock: given, image: image('agent') }));
    Object.assign(nic(body['cloud_run_v2_job.agent'] as Arguments), { tags: ['agent'] });
    return body;
  }),
  port: 8080,
  marked: true,
  names: { ...names, agent: 'cloud_run_v2_job.agent' },
  nic: (site) => nic(site.at('cloud_run_v2_job.agent')),
  identity: (site, email) => Object.assign(taskOf(site.at('cloud_run_v2_job.agent')), { service_account: email }),
  give: (site, name, value) => taskOf(site.at('cloud_run_v2_job.agent')).containers[0].env.push({ name, value }),
};

const taskOf = (job: Arguments): Arguments => job.template[0].template[0];
const nic = (job: Arguments): Arguments => taskOf(job).vpc_access[0].network_interfaces[0];

const agent = (site: Site) => site.at('compute_instance.agent');

/** A machine of its own for the agent, as its construct and those around it are synthesized. */
export const constructedInstance: Fixture = {
  name: 'an airlock of constructs with a machine',
  body: once(() => {
    const boot = { bootImage: 'projects/acme/global/images/agent' };
    const body = airlock((stack, given) => new ComputeAgent(stack, 'Agent', { airlock: given, image: image('agent'), ...boot }));
    Object.assign(body['compute_instance.agent'] as Arguments, { tags: ['agent'] });
    // it has no account: rows give it this one
    return { ...body, 'service_account.agent': { account_id: 'agent-account' } };
  }),
  port: 8080,
  marked: true,
  names: { ...names, agent: 'compute_instance.agent' },
  nic: (site) => agent(site).network_interface[0],
  identity: (site, email) => Object.assign(agent(site), { service_account: email ? serviceAccount(email) : undefined }),
  give: (site, name, value) => Object.assign(agent(site).metadata, { [name]: value }),
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
