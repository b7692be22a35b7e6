import type { GatewayContender } from '../running-gateway';
import { direct, directAcross } from './direct';
import { envoy, envoyHttp2 } from './envoy';
import { haproxy } from './haproxy';
import { litellm } from './litellm';
import { localProxy } from './local-proxy';
import { mitmproxy } from './mitmproxy';
import { nginx } from './nginx';
import { squid } from './squid';

/** All that are measured, in the order of the table. */
export const contenders: readonly GatewayContender[] = [
  direct,
  directAcross,
  nginx,
  haproxy,
  envoy,
  envoyHttp2,
  localProxy,
  squid,
  mitmproxy,
  litellm,
];
