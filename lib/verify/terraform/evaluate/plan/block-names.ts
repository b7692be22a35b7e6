/**
 * Nested blocks that say where packets go or what something runs as. Plans show what `dynamic` makes of them without its configuration
 * ("JSON Output Format" has no representation of it), so that one without an expression may still be stated.
 */
const blockNames: ReadonlySet<string> = new Set([
  ...['allow', 'deny', 'match', 'layer4_configs', 'rule', 'rules', 'deny_rule', 'binding', 'condition'],
  ...[
    'network_interface',
    'network_interfaces',
    'access_config',
    'ipv6_access_config',
    'alias_ip_range',
    'named_port',
    'version',
  ],
  ...['vpc_access', 'vpc_access_connector', 'containers', 'env', 'volumes', 'secret_environment_variables', 'secret_volumes'],
  ...['backend', 'consumer_accept_lists', 'networks', 'local_data', 'private_visibility_config', 'forwarding_config'],
  ...[
    'peering_config',
    'alternative_name_server_config',
    'node_config',
    'private_cluster_config',
    'network_config',
    'service_config',
  ],
]);

/** Whether an argument is a nested block that counts; `path` is the address of what it is in. */
export const isBlock = (path: string, name: string): boolean =>
  blockNames.has(name) || (name === 'subnetwork' && /(?:^|\.)google_compute_router_nat\./.test(path));
