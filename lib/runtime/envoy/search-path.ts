import { delimiter, isAbsolute, sep } from 'node:path';

/** Folders of PATH but for those that hold what a repository brings: relative ones, and `node_modules/.bin`, which npx puts first. */
export const searchPath = ({ PATH = '' }: NodeJS.ProcessEnv): readonly string[] =>
  PATH.split(delimiter).filter((folder) => isAbsolute(folder) && !folder.split(sep).includes('node_modules'));
