import type { BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension, typed } from '../extension';
import { filterNames } from './filter-names';

type Ports = Pick<BootstrapProps, 'gatewayPort' | 'proxyPort' | 'transparentHttpPort'>;

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

/** What a virtual host says instead: it is no gateway, and is asked for without CONNECT too. */
export function onlyAtProxyPort(ports: Ports): EnvoyConfig {
  const rules = denying(ports, { 'no-such-gateway': policy(on(ports.gatewayPort, { not_rule: isConnect })) });
  return typed(`${rbac}.RBACPerRoute`, { rbac: { rules } });
}

const rbac = 'extensions.filters.http.rbac.v3';

/** The gateway port takes all but CONNECT, the proxy port only what is permitted there, the transparent one nothing. */
const proxied = (ports: Ports, permitted: EnvoyConfig): EnvoyConfig =>
  denying(ports, {
    'plain-http': policy(on(ports.proxyPort, { not_rule: permitted }), on(ports.transparentHttpPort, { any: true })),
  });

const denying = ({ gatewayPort, transparentHttpPort }: Ports, policies: EnvoyConfig): EnvoyConfig => ({
  action: 'DENY',
  policies: {
    'connect-at-gateway': policy(on(gatewayPort, isConnect), on(transparentHttpPort, isConnect)),
    malformed: policy([upgrade]),
    ...policies,
  },
});

const isConnect: EnvoyConfig = { header: { name: ':method', string_match: { exact: 'CONNECT' } } };

// the upgrade to CONNECT that tunnels need is taken for any method, and bytes would go on unread once an upstream agrees to it
const upgrade: EnvoyConfig = { header: { name: 'upgrade', present_match: true } };

const policy = (...permissions: readonly (readonly EnvoyConfig[])[]): EnvoyConfig => ({
  principals: [{ any: true }],
  permissions: permissions.flat(),
});

const on = (port: number | undefined, rule: EnvoyConfig): readonly EnvoyConfig[] =>
  port === undefined ? [] : [{ and_rules: { rules: [{ destination_port: port }, rule] } }];
