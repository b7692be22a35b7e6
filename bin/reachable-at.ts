import type { LocalProxy } from '../lib/runtime/local-proxy';

/** Where agents reach a proxy, a line for each way in, and where they get the certificate that they must trust. */
export function reachableAt(proxy: LocalProxy): string[] {
  const { destinations } = proxy.agent;
  const gateways = destinations.filter(({ access }) => access === 'gateway');
  const isIntercepting = destinations.some(({ access }) => access === 'intercept');
  return [
    ...gateways.map(({ name }) => `${name}: ${proxy.gatewayUrl}/${name}`),
    `HTTPS_PROXY: ${proxy.proxyUrl}`,
    ...(isIntercepting ? [`certificate to trust: ${proxy.gatewayUrl}/-/ca.pem`] : []),
    ...transparent('TLS', proxy.transparentPort),
    ...transparent('HTTP', proxy.transparentHttpPort),
  ];
}

const transparent = (what: string, port: number | undefined): string[] =>
  port === undefined ? [] : [`transparent ${what}: 127.0.0.1:${port}`];
