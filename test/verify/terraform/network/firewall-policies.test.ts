// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { agent, defaultRoute, type Resources, ref, roomRule, roomSubnet } from './airlock';
import { all, before, match, noDeny, open, policy, ruled } from './firewall-changes';
import { judgeRows } from './judge-rows';

describe('network firewall policies', () => {
  judgeRows([
    ['a policy that allows, after rules that deny', { ...open, ...ruled({ action: 'allow' }) }, 'proven'],
    [
      'a policy that allows, before rules that deny',
      { ...open, ...before, ...ruled({ action: 'allow' }) },
      'refuted',
      'internet',
    ],
    ['a policy that denies, in place of rules', { ...noDeny, ...ruled({ action: 'deny' }) }, 'proven'],
    [
      'a policy that denies, before rules that allow',
      { ...open, ...before, ...ruled({ action: 'deny' }), ...roomRule({ allow: all }) },
      'proven',
    ],
    ['a policy that leaves it to the rules', { ...open, ...before, ...ruled({ action: 'goto_next' }) }, 'proven'],
    [
      'a policy that leaves it to rules that allow',
      { ...noDeny, ...before, ...ruled({ action: 'goto_next' }) },
      'refuted',
      'internet',
    ],
    ['a policy that inspects', { ...open, ...before, ...ruled({ action: 'apply_security_profile_group' }) }, 'unknown'],
    ['a policy that inspects what is denied before', { ...open, ...ruled({ action: 'apply_security_profile_group' }) }, 'proven'],
    ['a rule that is disabled', { ...noDeny, ...ruled({ action: 'deny', disabled: true }) }, 'refuted', 'internet'],
    [
      'a rule for ingress',
      {
        ...noDeny,
        ...ruled({
          action: 'deny',
          direction: 'INGRESS',
          match: [{ src_ip_ranges: ['0.0.0.0/0'], layer4_configs: [{ ip_protocol: 'all' }] }],
        }),
      },
      'refuted',
      'internet',
    ],
    [
      'a policy that no network has',
      { ...noDeny, ...ruled({ action: 'deny' }), [`${policy}_association.room`]: undefined },
      'refuted',
      'internet',
    ],
    [
      'a policy of the other network',
      {
        ...noDeny,
        ...ruled({ action: 'deny' }),
        [`${policy}_association.room`]: {
          name: 'x',
          firewall_policy: ref(`${policy}.room`, 'name'),
          attachment_target: ref('compute_network.outer'),
        },
      },
      'refuted',
      'internet',
    ],
    [
      'a rule that denies names',
      { ...noDeny, ...ruled({ action: 'deny', match: match({ dest_ip_ranges: undefined, dest_fqdns: ['example.com'] }) }) },
      'unknown',
    ],
    [
      'a rule that allows countries',
      {
        ...open,
        ...before,
        ...ruled({ action: 'allow', match: match({ dest_ip_ranges: undefined, dest_region_codes: ['DE'] }) }),
      },
      'unknown',
    ],
    [
      'a rule that denies the internet by its scope',
      { ...noDeny, ...ruled({ action: 'deny', match: match({ dest_network_scope: 'INTERNET' }) }) },
      'unknown',
    ],
    [
      'a rule for another secure tag',
      {
        ...open,
        ...before,
        ...ruled({ action: 'allow', target_secure_tags: [{ name: 'tagValues/1' }] }),
        ...agent({ params: [{ resource_manager_tags: { 'tagKeys/1': 'tagValues/2' } }] }),
      },
      'proven',
    ],
    [
      "a rule for the agent's secure tag",
      {
        ...open,
        ...before,
        ...ruled({ action: 'allow', target_secure_tags: [{ name: 'tagValues/2' }] }),
        ...agent({ params: [{ resource_manager_tags: { 'tagKeys/1': 'tagValues/2' } }] }),
      },
      'refuted',
      'internet',
    ],
    [
      'a rule for a secure tag that is bound to the agent',
      {
        ...open,
        ...before,
        ...ruled({ action: 'allow', target_secure_tags: [{ name: ref('tags_tag_value.x') }] }),
        'tags_tag_value.x': { short_name: 'x' },
        'tags_location_tag_binding.x': {
          parent: `//compute.googleapis.com/${ref('compute_instance.agent')}`,
          tag_value: ref('tags_tag_value.x'),
        },
      },
      'refuted',
      'internet',
    ],
    [
      'a rule for another account',
      { ...open, ...before, ...ruled({ action: 'allow', target_service_accounts: [ref('service_account.proxy', 'email')] }) },
      'proven',
    ],
    [
      'a policy that is only referred to',
      {
        ...open,
        ...before,
        [`${policy}_association.room`]: { name: 'x', firewall_policy: 'core', attachment_target: ref('compute_network.room') },
      },
      'unknown',
    ],
    [
      'rules within the policy',
      {
        ...noDeny,
        'compute_network_firewall_policy_with_rules.room': {
          name: 'room-policy',
          rule: [
            {
              priority: 1,
              direction: 'EGRESS',
              action: 'deny',
              match: [{ dest_ip_ranges: ['0.0.0.0/0'], layer4_config: [{ ip_protocol: 'all' }] }],
            },
          ],
        },
        [`${policy}_association.room`]: {
          name: 'x',
          firewall_policy: ref('compute_network_firewall_policy_with_rules.room', 'name'),
          attachment_target: ref('compute_network.room'),
        },
      },
      'proven',
    ],
    [
      'rules within the policy that allow',
      {
        ...open,
        ...before,
        'compute_network_firewall_policy_with_rules.room': {
          name: 'room-policy',
          rule: [
            {
              priority: 1,
              direction: 'EGRESS',
              action: 'allow',
              match: [{ dest_ip_ranges: ['0.0.0.0/0'], layer4_config: [{ ip_protocol: 'all' }] }],
            },
          ],
        },
        [`${policy}_association.room`]: {
          name: 'x',
          firewall_policy: ref('compute_network_firewall_policy_with_rules.room', 'name'),
          attachment_target: ref('compute_network.room'),
        },
      },
      'refuted',
      'internet',
    ],
  ]);
});

describe('mirroring by a policy', () => {
  const mirror = (more: Record<string, unknown> = {}): Resources => ({
    ...ruled({ action: 'deny' }),
    [`${policy}_packet_mirroring_rule.m`]: {
      ...{ firewall_policy: ref(`${policy}.room`, 'name'), priority: 10, direction: 'EGRESS', action: 'mirror' },
      security_profile_group: '//networksecurity.googleapis.com/organizations/1/locations/global/securityProfileGroups/g',
      match: match(),
      ...more,
    },
  });
  judgeRows([
    ["of the agents' network", mirror(), 'unknown', 'whole?'],
    ['that a variable may switch off', mirror({ disabled: '${data.google_x.y.off}' }), 'unknown'],
    ['of a policy that is told at apply', mirror({ firewall_policy: '${data.google_x.y.name}' }), 'unknown'],
    ['that is disabled', mirror({ disabled: true }), 'proven'],
    ['that mirrors nothing', mirror({ action: 'do_not_mirror' }), 'proven'],
    ['of a policy that no network has', { ...mirror(), [`${policy}_association.room`]: undefined }, 'proven'],
  ]);
});

describe('IPv6', () => {
  const dual: Resources = {
    ...defaultRoute,
    ...roomSubnet({ stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' }),
    ...agent({}, { stack_type: 'IPV4_IPV6', ipv6_access_config: [{}] }),
  };
  judgeRows([
    ['a rule without ranges denies IPv4 only', { ...dual, ...roomRule({ priority: 65534, deny: all }) }, 'refuted', 'internet'],
    [
      'a policy without ranges',
      { ...dual, ...ruled({ action: 'deny', match: [{ layer4_configs: [{ ip_protocol: 'all' }] }] }) },
      'unknown',
    ],
    [
      'a policy that denies IPv6',
      { ...dual, ...ruled({ action: 'deny', match: match({ dest_ip_ranges: ['::/0'] }) }) },
      'proven',
    ],
  ]);
});
