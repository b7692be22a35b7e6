import { standInText } from '../../../bin/demo/messages-answer';
import { type Client, type Deed, everyWay, type ForbiddenDeed, type Way } from '../client';
import { installed } from '../npm/installed';
import { programFile } from '../programs/program-file';
import { python } from '../python';

const answer = new RegExp(standInText.replaceAll('.', '\\.'));
const denial = { shows: /path-not-allowed/, reason: 'path-not-allowed' } as const;

/** Anthropic's SDK in one of its languages, run by a program that takes `models` for what is forbidden. */
const sdk = (name: string, ways: readonly Way[], find: Client['find'], file: string): Client => ({
  name,
  ways,
  site: 'claude',
  find,
  allowed: (order) => ({ command: [order.program, programFile(file)], shows: answer }),
  forbidden: (order) => ({ command: [order.program, programFile(file), 'models'], ...denial }),
  elsewhere: (order) => ({ command: [order.program, programFile(file), 'hello', order.origin], shows: /403/ }),
});

export const typescriptSdk = sdk(
  "Anthropic's SDK for TypeScript",
  ['gateway', 'transparent'],
  async () => process.execPath,
  'anthropic-sdk.mjs',
);

export const typescriptSdkOnNewerNode = sdk(
  "Anthropic's SDK for TypeScript on Node 22",
  everyWay,
  () => installed(`node-linux-${process.arch}/bin/node`),
  'anthropic-sdk.mjs',
);

export const pythonSdk = sdk("Anthropic's SDK for Python", everyWay, python, 'anthropic_sdk.py');

export const claudeCode: Client = {
  name: 'Claude Code',
  ways: everyWay,
  site: 'claude',
  find: () => installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`),
  allowed: ({ program: path }): Deed => ({ command: [path, '--print', 'Say hello'], shows: answer }),
  forbidden: ({ program: path, origin }): ForbiddenDeed => ({ command: askedAt(path, `${origin}/elsewhere`), ...denial }),
  elsewhere: ({ program: path, origin }) => ({ command: askedAt(path, origin), shows: /403/ }),
};

/** Claude Code asking the model at another place than its environment says. */
function askedAt(path: string, url: string): readonly string[] {
  const settings = JSON.stringify({ env: { ANTHROPIC_BASE_URL: url } });
  return [path, '--settings', settings, '--print', 'Say hello'];
}
