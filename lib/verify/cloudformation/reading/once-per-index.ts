import { oncePer } from '../../indexing/once-per';
import type { ResourceIndex } from '../resource-index';

/** A function of an index that is computed once for each. */
export const oncePerIndex: <T>(compute: (index: ResourceIndex) => T) => (index: ResourceIndex) => T = oncePer;
