/** Port for plain HTTP to gateway destinations. */
export const gatewayPort = 8080;
/** Port for CONNECT. */
export const proxyPort = 3128;
/** Port for TLS of clients that know nothing of a proxy: the one that they ask for, as the load balancer keeps ports. */
export const transparentPort = 443;
/** Port for their plain HTTP. */
export const transparentHttpPort = 80;
/** Port that answers load balancers' health checks. */
export const healthPort = 9902;

/** The ports at which clients connect that know nothing of a proxy: HTTPS and plain HTTP. */
export const transparentPorts: readonly number[] = [transparentPort, transparentHttpPort];

/** The ports of the proxies, of their load balancer and of the door. */
export const listenerPorts = (transparent: boolean): readonly number[] => [
  gatewayPort,
  proxyPort,
  ...(transparent ? transparentPorts : []),
];
