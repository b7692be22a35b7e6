import { type Client, type Deed, everyWay } from '../client';
import { installed } from '../npm/installed';
import { git } from './git';

/** git, as a command that Claude Code runs because the model asks for it. */
export const claudeCodesGit: Client = {
  name: 'git, run by Claude Code',
  ways: everyWay,
  site: git.site,
  find: async () => {
    await git.find();
    return installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`);
  },
  allowed: (order) => asked(order.program, git.allowed({ ...order, program: 'git' })),
  forbidden: (order) => {
    const deed = git.forbidden({ ...order, program: 'git' });
    return { ...deed, ...asked(order.program, deed) };
  },
};

function asked(claude: string, { command, shows }: Deed): Deed {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return { command: [claude, '--allowedTools', 'Bash', '--print', `Run: ${words.join(' ')}`], shows };
}
