import type { Contender } from '../contender';
import { direct, directAcross } from './direct';
import { envoy, envoyHttp2 } from './envoy';
import { localProxy } from './local-proxy';
import { nginx } from './nginx';

/** All that are measured, in the order of the table. */
export const contenders: readonly Contender[] = [direct, directAcross, nginx, envoy, envoyHttp2, localProxy];
