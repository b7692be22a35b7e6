import { closeSync, constants, openSync, readSync } from 'node:fs';

const mostBytes = 1_048_576;

// of a repository, its submodules and its worktrees
const configuration = /(?:^|\/)\.git\/(?:(?:modules|worktrees)\/.+\/)?config(?:\.worktree)?$/i;

// as git writes them: url = https://user:password@host/path, a token without a user, and the header that pipelines write
const credential = /https?:\/\/[^/\s"]*@|extraheader\s*=\s*"?\s*authorization\s*:|\bpassword\s*=|\btoken\s*=/i;

/** Whether the file is git's configuration of a repository and has a credential in it, such as a remote's URL with a password. */
export function hasGitCredential(file: string, path: string): boolean {
  if (!configuration.test(path)) return false;
  const text = beginningOf(file);
  return text === undefined || credential.test(text);
}

/** Nothing if it can't be read, or is too long to be one. */
function beginningOf(file: string): string | undefined {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const buffer = Buffer.alloc(mostBytes);
      const length = readSync(descriptor, buffer);
      return length === mostBytes ? undefined : buffer.toString('utf8', 0, length);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
