import type { BootstrapProps } from './bootstrap-props';
import { type EnvoyConfig, extension, typed } from './extension';
import { filterNames } from './filter-names';

type Ports = Pick<BootstrapProps, 'gatewayPort' | 'proxyPort'>;

/** The filter that refuses what arrived at the wrong port, and upgrades; its policies' names are the reasons in the record. */
export function rightPort(ports: Ports): EnvoyConfig {
  return extension(filterNames.port, `${rbac}.RBAC`, { rules: proxied(ports, isConnect) });
}

/** What a route says instead: at the proxy port, what has this authority may be asked besides CONNECT. */
export function alsoAtProxyPort(ports: Ports, authority: EnvoyConfig): EnvoyConfig {
  return typed(`${rbac}.RBACPerRoute`, {
    rbac: { rules: proxied(ports, { header: { name: ':authority', string_match: authority } }) },
  });
}

/** What a virtual host says instead: it is no gateway. */
export function onlyAtProxyPort({ gatewayPort }: Ports): EnvoyConfig {
  return typed(`${rbac}.RBACPerRoute`, {
    rbac: { rules: denying({ ...always(gatewayPort), 'no-such-gateway': on(gatewayPort, { not_rule: isConnect }) }) },
  });
}

const rbac = 'extensions.filters.http.rbac.v3';
const denying = (policies: EnvoyConfig): EnvoyConfig => ({ action: 'DENY', policies });

/** The gateway port takes all but CONNECT, the proxy port only what is permitted there. */
const proxied = ({ gatewayPort, proxyPort }: Ports, permitted: EnvoyConfig): EnvoyConfig =>
  denying({ ...always(gatewayPort), 'plain-http': on(proxyPort, { not_rule: permitted }) });

const always = (gatewayPort: number): EnvoyConfig => ({
  'connect-at-gateway': on(gatewayPort, isConnect),
  malformed: { principals: [{ any: true }], permissions: [upgrade] },
});

const isConnect: EnvoyConfig = { header: { name: ':method', string_match: { exact: 'CONNECT' } } };

// the upgrade to CONNECT that tunnels need is taken for any method, and bytes would go on unread once an upstream agrees to it
const upgrade: EnvoyConfig = { header: { name: 'upgrade', present_match: true } };

const on = (port: number, rule: EnvoyConfig): EnvoyConfig => ({
  principals: [{ any: true }],
  permissions: [{ and_rules: { rules: [{ destination_port: port }, rule] } }],
});
