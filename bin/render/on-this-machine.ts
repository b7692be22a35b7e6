import { Unusable } from '../exit';

/** Refuses a proxy elsewhere, as a sandbox is given ports of its own machine only. */
export function refuseElsewhere(proxyHost: string, target: string): void {
  if (['127.0.0.1', 'localhost'].includes(proxyHost)) return;
  throw new Unusable(
    `--proxy-host must be 127.0.0.1 for ${target}, whose commands reach ports of this machine only: run the proxy here, got '${proxyHost}'`,
  );
}
