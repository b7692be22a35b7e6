import type { BootstrapProps } from './bootstrap-props';

/** Where agents reach the proxy, as denials name it; without a slash at the end. */
export function publicUrls({ publicHost, publicPorts, address, gatewayPort, proxyPort }: BootstrapProps) {
  const { gateway = gatewayPort, proxy = proxyPort } = publicPorts ?? {};
  const url = (port: number) => `http://${publicHost ?? address}:${port}`;
  return { gateway: url(gateway), proxy: url(proxy) };
}
