import { fairness } from './fairness/part';
import { hosts } from './footprint/hosts';
import { streams } from './footprint/streams';
import { intercept, tunnel } from './forward/part';
import { gateway } from './gateway/part';
import type { Part } from './part';
import { profile } from './profile/part';

/** All parts, in the order of the report. */
export const parts: readonly Part[] = [gateway, tunnel, intercept, streams, hosts, fairness];

/** Those that run only when they are asked for. */
export const moreParts: readonly Part[] = [profile];
