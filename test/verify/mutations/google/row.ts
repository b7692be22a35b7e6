import type { Site } from './site';

/** A sentence, how the sealed site is changed, and a part of the resource's address that must be named, if not `.opening`. */
export type Opening = readonly [sentence: string, open: (site: Site) => unknown, by?: string | ((site: Site) => string)];

/** A sentence, and a change that must not alter the verdict, or that makes it hang on what isn't in the inputs. */
export type Change = readonly [sentence: string, change: (site: Site) => unknown];
