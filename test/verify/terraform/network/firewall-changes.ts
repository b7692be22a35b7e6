import { defaultRoute, type Resources, ref, roomNat } from './airlock';

/** The agents' network with ways to the internet, so that firewalls alone decide. */
export const open: Resources = { ...defaultRoute, ...roomNat() };
/** Every protocol. */
export const all = [{ protocol: 'all' }];
/** The same without the rule that denies egress. */
export const noDeny: Resources = { ...open, 'compute_firewall.room_no_egress': undefined };

/** The type of global policies. */
export const policy = 'compute_network_firewall_policy';
/** A match for every IPv4 packet. */
export const match = (more: Record<string, unknown> = {}) => [
  { dest_ip_ranges: ['0.0.0.0/0'], layer4_configs: [{ ip_protocol: 'all' }], ...more },
];
/** A global policy of the agents' network with one rule. */
export const ruled = (rule: Record<string, unknown>): Resources => ({
  [`${policy}.room`]: { name: 'room-policy' },
  [`${policy}_association.room`]: {
    name: 'room',
    firewall_policy: ref(`${policy}.room`, 'name'),
    attachment_target: ref('compute_network.room'),
  },
  [`${policy}_rule.room`]: {
    firewall_policy: ref(`${policy}.room`, 'name'),
    direction: 'EGRESS',
    priority: 100,
    match: match(),
    ...rule,
  },
});
/** Policies asked before VPC firewall rules. */
export const before: Resources = {
  'compute_network.room': {
    name: 'room',
    auto_create_subnetworks: false,
    network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL',
  },
};
