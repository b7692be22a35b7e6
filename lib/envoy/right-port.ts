import type { BootstrapProps } from './bootstrap-props';
import { type EnvoyConfig, extension } from './extension';
import { filterNames } from './filter-names';

/** The filter that refuses what arrived at the wrong port. */
export function rightPort(props: BootstrapProps): EnvoyConfig {
  return extension(filterNames.port, 'extensions.filters.http.rbac.v3.RBAC', { rules: portRules(props, isConnect) });
}

/**
 * The gateway port takes all but CONNECT, the proxy port only what `proxied` permits, and neither an upgrade; the policies' names are the
 * reasons in the record.
 */
export function portRules({ gatewayPort, proxyPort }: BootstrapProps, proxied: EnvoyConfig): EnvoyConfig {
  return {
    action: 'DENY',
    policies: {
      'connect-at-gateway': on(gatewayPort, isConnect),
      'plain-http': on(proxyPort, { not_rule: proxied }),
      malformed: { principals: [{ any: true }], permissions: [upgrade] },
    },
  };
}

const isConnect: EnvoyConfig = { header: { name: ':method', string_match: { exact: 'CONNECT' } } };

// the upgrade to CONNECT that tunnels need is taken for any method, and bytes would go on unread once an upstream agrees to it
const upgrade: EnvoyConfig = { header: { name: 'upgrade', present_match: true } };

const on = (port: number, rule: EnvoyConfig): EnvoyConfig => ({
  principals: [{ any: true }],
  permissions: [{ and_rules: { rules: [{ destination_port: port }, rule] } }],
});
