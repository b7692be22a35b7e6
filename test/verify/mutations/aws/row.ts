import type { Site } from './site';

/** A sentence, how the sealed site is changed, and the resource that must be named, if not the one called `Opening`. */
export type Opening = readonly [sentence: string, open: (site: Site) => unknown, by?: string | ((site: Site) => string)];

/** A sentence, and a change that must not alter the verdict. */
export type Harmless = readonly [sentence: string, change: (site: Site) => unknown];

/** A sentence, and a change that makes the verdict hang on what isn't in the inputs. */
export type Open = readonly [sentence: string, change: (site: Site) => unknown];
