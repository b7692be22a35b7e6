import { type Aim, aim } from '../part';

import { envoy } from './contenders/envoy';
import { litellm } from './contenders/litellm';
import { mitmproxy } from './contenders/mitmproxy';
import { squid } from './contenders/squid';
import type { Result } from './summary';

/** The aims for the gateway, with an upstream that speaks HTTP/1.1, as that is what all the others can do. */
export function gatewayAims(results: readonly Result[]): readonly Aim[] {
  const named = (name: string) => results.find((result) => result.name === name);
  const ours = named(envoy.name);
  return [
    ...(ours?.added ?? []).map(({ to, ratio }) => aim(`latency added to ${to}, over what nginx adds`, '<=', 1.5, ratio?.median)),
    aim('requests per second over nginx', '>=', 0.7, ours?.rateRatio?.median),
    ...[mitmproxy, squid, litellm].map(({ name }) => aim(`added latency of ${name} over ours`, '>=', 5, over(named(name), ours))),
  ];
}

function over(other: Result | undefined, ours: Result | undefined): number | undefined {
  const [theirs, own] = [other?.added[0]?.latency.median, ours?.added[0]?.latency.median];
  return theirs === undefined || own === undefined ? undefined : theirs / own;
}
