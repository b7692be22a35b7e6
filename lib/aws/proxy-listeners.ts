import { gatewayPort, proxyPort, transparentHttpPort, transparentPort } from './proxy-task';

/** A port at which agents come in, and the proxies' own that it leads to. */
export interface ProxyListener {
  readonly id: string;
  readonly port: number;
  readonly leadsTo: number;
}

/** The ports at which clients connect that know nothing of a proxy: HTTPS and plain HTTP. */
export const transparentPorts: readonly number[] = [443, 80];

/** The ports of the proxies' load balancer, which are the door's. */
export function proxyListeners(transparent: boolean): readonly ProxyListener[] {
  return [
    { id: 'Gateway', port: gatewayPort, leadsTo: gatewayPort },
    { id: 'Proxy', port: proxyPort, leadsTo: proxyPort },
    ...(transparent ? unaware : []),
  ];
}

const unaware: readonly ProxyListener[] = [
  { id: 'Transparent', port: 443, leadsTo: transparentPort },
  { id: 'TransparentHttp', port: 80, leadsTo: transparentHttpPort },
];
