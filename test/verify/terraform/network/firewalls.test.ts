import { describe } from 'vitest';
import { agent, type Resources, ref, roomRule, sealed, toldLater } from './airlock';
import { all, noDeny, open } from './firewall-changes';
import { judgeRows } from './judge-rows';

describe('VPC firewall rules', () => {
  judgeRows([
    ['a closed firewall', open, 'proven'],
    ['no rule at all', noDeny, 'refuted', 'internet'],
    [
      'a rule that denies everything without ranges',
      { ...open, ...roomRule({ priority: 65534, deny: all }, 'room_no_egress') },
      'proven',
    ],
    [
      'a rule that is disabled',
      { ...open, ...roomRule({ priority: 65534, deny: all, disabled: true }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'a rule of which it is only told at deployment whether it is disabled',
      { ...open, ...roomRule({ priority: 65534, deny: all, disabled: toldLater() }, 'room_no_egress') },
      'unknown',
    ],
    [
      'a rule that denies, of a network that is looked up at deployment',
      { ...open, ...roomRule({ network: toldLater(), priority: 65534, deny: all }, 'room_no_egress') },
      'unknown',
    ],
    [
      'a rule that denies ingress',
      { ...open, ...roomRule({ direction: 'INGRESS', priority: 65534, deny: all }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'a rule without a direction',
      { ...open, ...roomRule({ direction: undefined, priority: 65534, deny: all }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'a rule that denies TCP only',
      { ...open, ...roomRule({ priority: 65534, deny: [{ protocol: 'tcp' }] }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'a rule that denies TCP and UDP only',
      { ...open, ...roomRule({ priority: 65534, deny: [{ protocol: 'tcp' }, { protocol: 'udp' }] }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'a rule that denies half of the addresses',
      { ...open, ...roomRule({ priority: 65534, destination_ranges: ['0.0.0.0/1'], deny: all }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'rules that deny both halves',
      {
        ...open,
        ...roomRule({ destination_ranges: ['0.0.0.0/1'], deny: all, priority: 65534 }, 'room_no_egress'),
        ...roomRule({ destination_ranges: ['128.0.0.0/1'], deny: all, priority: 65534 }, 'other_half'),
      },
      'proven',
    ],
    [
      'a rule that denies what other tags send',
      { ...open, ...roomRule({ priority: 65534, target_tags: ['other'], deny: all }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      "a rule that denies what the agent's tag sends",
      { ...open, ...roomRule({ priority: 65534, target_tags: ['agent'], deny: all }, 'room_no_egress') },
      'proven',
    ],
    [
      'a rule of the other network',
      { ...open, ...roomRule({ network: ref('compute_network.outer'), priority: 65534, deny: all }, 'room_no_egress') },
      'refuted',
      'internet',
    ],
    [
      'an allowing rule before it',
      { ...open, ...roomRule({ allow: [{ protocol: 'tcp', ports: ['443'] }] }) },
      'refuted',
      'internet',
    ],
    ['an allowing rule after it', { ...open, ...roomRule({ priority: 65535, allow: all }) }, 'proven'],
    ['an allowing rule of the same priority', { ...open, ...roomRule({ priority: 65534, allow: all }) }, 'proven'],
    ['an allowing rule for another tag', { ...open, ...roomRule({ target_tags: ['other'], allow: all }) }, 'proven'],
    [
      "an allowing rule for the agent's tag",
      { ...open, ...roomRule({ target_tags: ['other', 'agent'], allow: all }) },
      'refuted',
      'internet',
    ],
    [
      'an allowing rule for tags that are only told at deployment',
      { ...open, ...roomRule({ target_tags: [toldLater()], allow: all }) },
      'unknown',
    ],
    [
      'an allowing rule to addresses that are only told at deployment',
      { ...open, ...roomRule({ destination_ranges: [toldLater()], allow: all }) },
      'unknown',
    ],
    ['an allowing rule to the loopback', { ...open, ...roomRule({ destination_ranges: ['127.0.0.0/8'], allow: all }) }, 'proven'],
    [
      'an allowing rule to private addresses',
      { ...open, ...roomRule({ destination_ranges: ['172.16.0.0/12'], allow: all }) },
      'proven',
    ],
    [
      'an allowing rule with a priority that is only told at deployment',
      { ...open, ...roomRule({ priority: toldLater(), allow: all }) },
      'unknown',
    ],
    [
      "an allowing rule for the agents' own range",
      { ...open, ...roomRule({ source_ranges: ['10.10.0.0/16'], allow: all }) },
      'refuted',
      'internet',
    ],
    ['an allowing rule for another range', { ...open, ...roomRule({ source_ranges: ['10.99.0.0/16'], allow: all }) }, 'proven'],
    [
      "an allowing rule for some of the agents' range",
      { ...open, ...roomRule({ source_ranges: ['10.10.0.0/25'], allow: all }) },
      'unknown',
    ],
    ['a protocol by its number', { ...open, ...roomRule({ allow: [{ protocol: '17', ports: ['53'] }] }) }, 'refuted', 'internet'],
    ['ICMP', { ...open, ...roomRule({ allow: [{ protocol: 'icmp' }] }) }, 'refuted', 'internet'],
    ['a network that is looked up at deployment', { ...open, ...roomRule({ network: toldLater(), allow: all }) }, 'unknown'],
  ]);
});

describe('rules for accounts', () => {
  const account: Resources = { 'service_account.agent': { account_id: 'agent' } };
  const runsAs = agent({ service_account: [{ email: ref('service_account.agent', 'email') }] });
  const forAccount = (email: string) => roomRule({ target_service_accounts: [email], allow: all });
  judgeRows([
    [
      "the agent's account",
      { ...open, ...account, ...runsAs, ...forAccount(ref('service_account.agent', 'email')) },
      'refuted',
      'internet',
    ],
    [
      "the agent's account by its address",
      { ...open, ...account, ...runsAs, ...forAccount('agent@own-project.iam.gserviceaccount.com') },
      'refuted',
      'internet',
    ],
    ['another account', { ...open, ...account, ...runsAs, ...forAccount(ref('service_account.proxy', 'email')) }, 'proven'],
    ['an agent without an account', { ...open, ...account, ...forAccount(ref('service_account.agent', 'email')) }, 'proven'],
  ]);
});

describe('what lets others in', () => {
  const rule = (more: Record<string, unknown>): Resources => ({
    'compute_firewall.proxy_from_door': { ...sealed['compute_firewall.proxy_from_door'], ...more },
  });
  const other: Resources = {
    'compute_instance.other': {
      name: 'other',
      zone: 'europe-west1-b',
      tags: ['other'],
      network_interface: [{ subnetwork: ref('compute_subnetwork.outer') }],
    },
  };
  judgeRows([
    ["another host of the proxy's network that no rule lets in", other, 'proven'],
    ["another host of the proxy's network", { ...other, ...rule({ source_ranges: ['10.20.0.0/16'] }) }, 'refuted', 'in workload'],
    [
      "another host of the proxy's network by its tag",
      { ...other, ...rule({ source_tags: ['other'] }) },
      'refuted',
      'in workload',
    ],
    ['a tag that only hosts of another network have', { ...other, ...rule({ source_tags: ['agent'] }) }, 'proven'],
    [
      'another port',
      {
        ...other,
        ...rule({ source_ranges: ['10.20.1.0/28'] }),
        'compute_firewall.ssh': {
          name: 'ssh',
          network: ref('compute_network.outer'),
          allow: [{ protocol: 'tcp', ports: ['22'] }],
        },
      },
      'proven',
    ],
    [
      'the internet, to a proxy with an external address',
      {
        ...rule({ source_ranges: ['0.0.0.0/0'] }),
        'compute_instance.proxy': {
          ...sealed['compute_instance.proxy'],
          network_interface: [{ subnetwork: ref('compute_subnetwork.outer'), access_config: [{}] }],
        },
      },
      'refuted',
      'in internet',
    ],
    ['the internet, to a proxy without an external address', rule({ source_ranges: ['0.0.0.0/0'] }), 'proven'],
    [
      'a range that only deployment tells, with another host there',
      { ...other, ...rule({ source_ranges: [toldLater()] }) },
      'unknown',
    ],
    [
      'a rule for another account',
      {
        ...other,
        ...rule({ source_ranges: ['10.20.0.0/16'], target_service_accounts: ['other@own-project.iam.gserviceaccount.com'] }),
      },
      'proven',
    ],
  ]);
});
