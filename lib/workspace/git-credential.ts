import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { shortText } from './short-text';

// of a repository, its submodules and its worktrees
const configuration = /(?:^|\/)\.git\/(?:(?:modules|worktrees)\/.+\/)?config(?:\.worktree)?$/i;

// as git writes them: url = https://user:password@host/path, a token without a user, and the header that pipelines write
const credential = /https?:\/\/[^/\s"]*@|extraheader\s*=|(?:password|passwd|smtppass|token|secret)\s*=/i;

/** Whether a path is called as git's configuration of a repository is. */
export const isGitConfiguration = (path: string): boolean => configuration.test(path);

/** Whether the file is git's configuration of a repository and has a credential in it, such as a remote's URL with a password. */
export function hasGitCredential(file: string, path: string): boolean {
  if (!isGitConfiguration(path) && !isOfRepository(file)) return false;
  const text = shortText(file);
  return text === undefined || credential.test(text);
}

/** Whatever the repository is called: `.bare` beside worktrees, or `project.git`. */
function isOfRepository(file: string): boolean {
  return /^config(?:\.worktree)?$/i.test(basename(file)) && existsSync(join(dirname(file), 'HEAD'));
}
