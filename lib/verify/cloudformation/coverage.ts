import { coverageOf } from '../coverage/coverage-of';
import type { Coverage } from '../model/network-model';
import type { ResourceIndex } from './resource-index';
import { treatmentOf } from './resource-types';

/** How many resources of each type were read, passed over as harmless, or not understood. */
export const coverage = ({ world }: ResourceIndex): Coverage => coverageOf(world.resources.values(), treatmentOf);
