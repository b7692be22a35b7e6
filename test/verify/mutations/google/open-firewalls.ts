// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, tcp } from './rooms';
import type { Opening } from './row';
import type { Arguments, Site } from './site';
import { all, egress, hierarchicalPolicy, networkPolicy, wayOut } from './ways';

const out = (...changes: ((site: Site) => unknown)[]) => all(wayOut, ...changes);
const closing = (more: Arguments) => out((site) => site.set(site.names.deny, more));
const network = (site: Site) => site.names.network;

export const openFirewalls: readonly Opening[] = [
  ['no rule that closes egress', out((site) => site.remove(site.names.deny)), network],
  ['a rule that closes egress and is disabled', closing({ disabled: true }), network],
  ['a rule that closes the egress of others', closing({ target_tags: ['other'] }), network],
  [
    'a rule that closes the egress of an account',
    closing({ target_tags: undefined, target_service_accounts: ['other@own-project.iam.gserviceaccount.com'] }),
    network,
  ],
  ['a rule that closes TCP only', closing({ deny: [{ protocol: 'tcp' }] }), network],
  ['a rule that closes TCP and UDP only', closing({ deny: [{ protocol: 'tcp' }, { protocol: 'udp' }] }), network],
  ['a rule that closes some ports only', closing({ deny: tcp('0-8079', '8081-65535') }), network],
  ['a rule that closes half of the internet only', closing({ destination_ranges: ['0.0.0.0/1'] }), network],
  [
    'a rule that closes private ranges only',
    closing({ destination_ranges: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] }),
    network,
  ],
  ['a rule that closes another network', closing({ network: 'projects/own-project/global/networks/other' }), network],
  [
    'a rule that closes ingress instead',
    closing({ direction: 'INGRESS', destination_ranges: undefined, source_ranges: everywhere }),
    network,
  ],
  [
    'a rule that closes egress, which a variable disables',
    out((site) => site.set(site.names.deny, { disabled: site.variable('open', { type: 'bool', default: false }) })),
    network,
  ],
  [
    'a rule that closes egress, which a variable makes',
    out(
      (site) => site.set(site.names.deny, { count: '${var.closed ? 1 : 0}' }),
      (site) => site.variable('closed', { type: 'bool', default: true }),
    ),
    network,
  ],
  ['a rule before it that lets everything out', out(egress({ destination_ranges: everywhere, allow: everything }))],
  ['a rule without destinations', out(egress({ allow: everything }))],
  [
    'a rule just before it',
    out((site) =>
      egress({ priority: (site.at(site.names.deny).priority as number) - 1, destination_ranges: everywhere, allow: everything })(
        site,
      ),
    ),
  ],
  [
    'a rule before it at the default priority',
    out(egress({ priority: undefined, destination_ranges: everywhere, allow: everything })),
  ],
  [
    'a rule before it for all of the network',
    out(egress({ target_tags: undefined, destination_ranges: everywhere, allow: tcp(443) })),
  ],
  ['one foreign address', out(egress({ destination_ranges: ['8.8.8.8/32'], allow: tcp(443) }))],
  ['one foreign address of many', out(egress({ destination_ranges: ['10.0.0.0/8', '203.0.114.0/24'], allow: tcp(443) }))],
  ['half of the internet', out(egress({ destination_ranges: ['128.0.0.0/1'], allow: tcp(443) }))],
  ['questions about names', out(egress({ destination_ranges: ['8.8.8.8/32'], allow: [{ protocol: 'udp', ports: ['53'] }] }))],
  ['pings', out(egress({ destination_ranges: everywhere, allow: [{ protocol: 'icmp' }] }))],
  ['GRE', out(egress({ destination_ranges: everywhere, allow: [{ protocol: '47' }] }))],
  [
    'destinations that a variable says',
    out((site) =>
      egress({ destination_ranges: [site.variable('range', { type: 'string', default: '10.0.0.0/8' })], allow: tcp(443) })(site),
    ),
  ],
  [
    'destinations that a variable lists',
    out((site) =>
      egress({ destination_ranges: site.variable('ranges', { type: 'list(string)', default: [] }), allow: tcp(443) })(site),
    ),
  ],
  [
    'destinations that a local lists',
    out(
      (site) => site.declare('locals', { ranges: ['10.0.0.0/8', '0.0.0.0/0'] }),
      egress({ destination_ranges: '${local.ranges}', allow: tcp(443) }),
    ),
  ],
  [
    'ports by a dynamic block',
    out(
      egress({
        destination_ranges: everywhere,
        dynamic: [{ allow: [{ for_each: '${toset(["tcp", "udp"])}', content: [{ protocol: '${allow.value}' }] }] }],
      }),
    ),
  ],
  [
    'a rule that a count makes',
    out(egress({ count: 2, name: 'r${count.index}', destination_ranges: everywhere, allow: tcp(443) })),
  ],
  [
    'a policy of the folder of its project',
    out((site) => {
      site.add('folder.f', { display_name: 'f', parent: 'organizations/1' });
      site.add('project.p', { project_id: 'own-project', name: 'p', folder_id: ref('folder.f', 'name') });
      hierarchicalPolicy({}, ref('folder.f', 'name'))(site);
    }),
  ],
  [
    'a network policy before the rules',
    out(networkPolicy({}), (site) =>
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' }),
    ),
  ],
];
