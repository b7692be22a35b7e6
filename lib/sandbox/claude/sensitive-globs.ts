import { sensitiveNames } from '../../workspace/sensitive-names';

/**
 * What an agent doesn't get to see in a workspace, as patterns of sandbox-runtime: each name itself, and all in a folder of that name. Names that
 * are exceptions elsewhere, such as `.env.example`, are among them: a pattern here has no exceptions. Throws an Error if the workspace's own path
 * would be read as a pattern.
 */
export function sensitiveGlobs(workspace: string): string[] {
  if (/[*?[\]{}\\]/.test(workspace)) {
    throw new Error(
      `the workspace's path must hold none of * ? [ ] { } \\, which are read as patterns: move it, got '${workspace}'`,
    );
  }
  const folder = workspace.replace(/\/$/, '');
  return sensitiveNames.flatMap(({ pattern }) => [`${folder}/**/${pattern}`, `${folder}/**/${pattern}/**`]);
}

/** The same as rules of Claude Code, wherever it is started: they are read as lines of a `.gitignore` there. */
export const sensitiveRules = (): string[] => sensitiveNames.map(({ pattern }) => `Read(**/${pattern})`);
