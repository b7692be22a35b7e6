import { join } from 'node:path';

/** Path of one of the programs in this folder. */
export const programFile = (name: string): string => join(__dirname, name);
