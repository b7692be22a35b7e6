import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { foldedName } from './folded-name';

interface SelfRunning {
  /** From the workspace's root, lower case. */
  readonly path: string;
  readonly type: 'file' | 'folder';
  readonly who: string;
}

/** What makes the user's own machine run something afterwards, without being asked or by a habit: git's hooks when something is committed, an editor's tasks when the folder is opened. */
export const selfRunning: readonly SelfRunning[] = [
  { path: '.git/hooks', type: 'folder', who: 'git' },
  { path: '.git/config', type: 'file', who: 'git' },
  { path: '.git/config.worktree', type: 'file', who: 'git' },
  { path: '.git/info', type: 'folder', who: 'git' },
  { path: '.git/commondir', type: 'file', who: 'git' },
  { path: '.git/rebase-merge', type: 'folder', who: 'git' },
  { path: '.git/rebase-apply', type: 'folder', who: 'git' },
  { path: '.git/sequencer', type: 'folder', who: 'git' },
  { path: '.gitmodules', type: 'file', who: 'git' },
  { path: '.gitattributes', type: 'file', who: 'git' },
  { path: '.husky', type: 'folder', who: 'git, by way of husky' },
  { path: '.githooks', type: 'folder', who: 'git' },
  { path: '.git-hooks', type: 'folder', who: 'git' },
  { path: '.pre-commit-config.yaml', type: 'file', who: 'git, by way of pre-commit' },
  { path: 'lefthook.yml', type: 'file', who: 'git, by way of lefthook' },
  { path: 'lefthook.yaml', type: 'file', who: 'git, by way of lefthook' },
  { path: '.lefthook.yml', type: 'file', who: 'git, by way of lefthook' },
  { path: '.lefthook.yaml', type: 'file', who: 'git, by way of lefthook' },
  { path: 'lefthook-local.yml', type: 'file', who: 'git, by way of lefthook' },
  { path: 'lefthook.toml', type: 'file', who: 'git, by way of lefthook' },
  { path: 'lefthook.json', type: 'file', who: 'git, by way of lefthook' },
  { path: '.envrc', type: 'file', who: 'direnv' },
  { path: '.envrc.local', type: 'file', who: 'direnv' },
  { path: '.direnv', type: 'folder', who: 'direnv' },
  { path: 'flake.nix', type: 'file', who: 'direnv, by way of Nix' },
  { path: 'shell.nix', type: 'file', who: 'direnv, by way of Nix' },
  { path: 'devenv.nix', type: 'file', who: 'direnv, by way of devenv' },
  { path: 'mise.toml', type: 'file', who: 'mise' },
  { path: '.mise.toml', type: 'file', who: 'mise' },
  { path: 'mise.local.toml', type: 'file', who: 'mise' },
  { path: '.mise.local.toml', type: 'file', who: 'mise' },
  { path: '.mise', type: 'folder', who: 'mise' },
  { path: '.vscode', type: 'folder', who: 'Visual Studio Code' },
  { path: '.idea', type: 'folder', who: 'editors of JetBrains' },
  { path: '.devcontainer', type: 'folder', who: 'editors that open it in a container' },
  { path: '.devcontainer.json', type: 'file', who: 'editors that open it in a container' },
  { path: '.zed', type: 'folder', who: 'Zed' },
  { path: '.helix', type: 'folder', who: 'Helix' },
  { path: '.exrc', type: 'file', who: 'Vim' },
  { path: '_exrc', type: 'file', who: 'Vim' },
  { path: '.vimrc', type: 'file', who: 'Vim' },
  { path: '.gvimrc', type: 'file', who: 'Vim' },
  { path: '.nvimrc', type: 'file', who: 'Neovim' },
  { path: '.nvim.lua', type: 'file', who: 'Neovim' },
  { path: '.dir-locals.el', type: 'file', who: 'Emacs' },
  { path: '.dir-locals-2.el', type: 'file', who: 'Emacs' },
  { path: 'airlock.yaml', type: 'file', who: 'agent-airlock' },
  { path: '.mcp.json', type: 'file', who: 'Claude Code and other agents' },
  { path: '.claude', type: 'folder', who: 'Claude Code' },
  { path: '.cursor', type: 'folder', who: 'Cursor' },
  { path: '.gemini', type: 'folder', who: 'Gemini CLI' },
  { path: '.codex', type: 'folder', who: 'Codex' },
  { path: '.windsurf', type: 'folder', who: 'Windsurf' },
  { path: '.kiro', type: 'folder', who: 'Kiro' },
  { path: '.roo', type: 'folder', who: 'Roo Code' },
  { path: '.continue', type: 'folder', who: 'Continue' },
  { path: '.opencode', type: 'folder', who: 'opencode' },
  { path: 'opencode.json', type: 'file', who: 'opencode' },
  { path: '.aider.conf.yml', type: 'file', who: 'aider' },
  { path: '.bashrc', type: 'file', who: 'shells' },
  { path: '.bash_profile', type: 'file', who: 'shells' },
  { path: '.bash_login', type: 'file', who: 'shells' },
  { path: '.profile', type: 'file', who: 'shells' },
  { path: '.zshrc', type: 'file', who: 'shells' },
  { path: '.zshenv', type: 'file', who: 'shells' },
  { path: '.zprofile', type: 'file', who: 'shells' },
  { path: '.zlogin', type: 'file', who: 'shells' },
  { path: '.autoenv', type: 'file', who: 'shells, by way of autoenv' },
  { path: '.autoenv.zsh', type: 'file', who: 'shells, by way of autoenv' },
  { path: '.gitconfig', type: 'file', who: 'git' },
];

/** Who runs what this path says, or would run it if the folder above it were opened: at any depth, as people open parts of a repository too. */
export function runsBy(path: string): string | undefined {
  const folded = `/${foldedName(path)}/`;
  const found = selfRunning.find((entry) => folded.includes(`/${entry.path}/`));
  return found?.who ?? (otherRepositories.test(folded) ? 'git' : undefined);
}

// a repository that an agent makes, the parts of submodules and worktrees, and what git takes for a bare repository
const otherRepositories =
  /^\/(?:.+\/)?\.git\/$|\/\.git\/(?:modules|worktrees)\/(?:.+\/)?(?:hooks|config(?:\.worktree)?|commondir|gitdir|rebase-merge|rebase-apply|sequencer)\/|^(?!.*\/\.git\/).*\/head\/$/;

/** What must be mounted over a workspace in `rw` mode, by paths from its root, so that an agent changes nothing that the user's machine runs. */
export interface SelfRunningPlaces {
  /** Read-only, over themselves. */
  readonly present: readonly string[];
  /** Nothing is there: an empty file or folder, read-only. */
  readonly missing: readonly { readonly path: string; readonly type: 'file' | 'folder' }[];
  /** Writable, over themselves, before the others: what is mounted can't be renamed, what only holds a mount can. */
  readonly pinned: readonly string[];
}

/** Only what is at the root of a workspace is covered. Throws an Error if one of them is a link, over which nothing can be mounted. */
export function selfRunningPlaces(workspace: string): SelfRunningPlaces {
  const statOf = (path: string) => lstatSync(join(workspace, path), { throwIfNoEntry: false });
  const git = statOf('.git');
  const repository: SelfRunning = { path: '.git', type: 'folder', who: 'git' };
  const places = selfRunning.filter(({ path }) => git?.isDirectory() || !path.startsWith('.git/'));
  const all = (git?.isDirectory() ? places : [repository, ...places]).map((place) => ({ ...place, stat: statOf(place.path) }));
  const link = all.find(({ stat }) => stat?.isSymbolicLink());
  if (link) throw new Error(`what ${link.who} runs must not be a link in mode rw: use overlay, got '${link.path}'`);
  return {
    present: all.filter(({ stat }) => stat !== undefined).map(({ path }) => path),
    missing: all.filter(({ stat }) => stat === undefined).map(({ path, type }) => ({ path, type })),
    pinned: git?.isDirectory() ? ['.git'] : [],
  };
}
