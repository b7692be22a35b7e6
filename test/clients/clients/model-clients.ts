import { standInText } from '../../../bin/demo/messages-answer';
import { type Client, type Deed, everyWay, type ForbiddenDeed, type Way } from '../client';
import { node20 } from '../node-20';
import { installed } from '../npm/installed';
import { programFile } from '../programs/program-file';
import { python } from '../python';

const answer = new RegExp(standInText.replaceAll('.', '\\.'));
const denial = { shows: /path-not-allowed/, reason: 'path-not-allowed' } as const;

interface Sdk {
  readonly name: string;
  readonly ways: readonly Way[];
  readonly find: Client['find'];
  /** Its program, which takes `models` for what is forbidden. */
  readonly file: string;
  /** How it words that the proxy opens no tunnel. @default - it never asks for one */
  readonly refusal?: RegExp;
}

/** Anthropic's SDK in one of its languages. */
const sdk = ({ name, ways, find, file, refusal }: Sdk): Client => ({
  name,
  ways,
  site: 'claude',
  find,
  allowed: (order) => ({ command: [order.program, programFile(file)], shows: answer }),
  forbidden: (order) => ({ command: [order.program, programFile(file), 'models'], ...denial }),
  ...(refusal && {
    elsewhere: (order) => ({ command: [order.program, programFile(file), 'hello', order.origin], shows: refusal }),
  }),
});

export const typescriptSdk = sdk({
  name: "Anthropic's SDK for TypeScript",
  ways: ['gateway', 'transparent'],
  find: node20,
  file: 'anthropic-sdk.mjs',
});

export const typescriptSdkOnNewerNode = sdk({
  name: "Anthropic's SDK for TypeScript on Node 22",
  ways: everyWay,
  find: () => installed(`node-linux-${process.arch}/bin/node`),
  file: 'anthropic-sdk.mjs',
  refusal: /Proxy response \(403\)/,
});

export const pythonSdk = sdk({
  name: "Anthropic's SDK for Python",
  ways: everyWay,
  find: python,
  file: 'anthropic_sdk.py',
  refusal: /ProxyError: 403 Forbidden/,
});

/** Claude Code, which asks for models at one of three places. */
export const claudeCodeOn = (site: 'bedrock' | 'claude' | 'vertex'): Client => ({
  name: 'Claude Code',
  ways: everyWay,
  site,
  find: () => installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`),
  allowed: ({ program }): Deed => ({ command: [program, '--print', 'Say hello'], shows: answer }),
  forbidden: ({ program, origin }): ForbiddenDeed => ({ command: askedAt(program, `${origin}/elsewhere`), ...denial }),
  elsewhere: ({ program, origin }) => ({
    command: askedAt(program, origin),
    shows: /Couldn't connect through your proxy \(ERR_PROXY_TUNNEL\)/,
  }),
});

export const claudeCode = claudeCodeOn('claude');

/** Claude Code asking the model at another place than its environment says. */
function askedAt(program: string, url: string): readonly string[] {
  // on Bedrock it asks ten times more after a 403, for three minutes
  const env = { CLAUDE_CODE_MAX_RETRIES: '0', ...Object.fromEntries(baseUrls.map((name) => [name, url])) };
  return [program, '--settings', JSON.stringify({ env }), '--print', 'Say hello'];
}

const baseUrls = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_BEDROCK_BASE_URL', 'ANTHROPIC_VERTEX_BASE_URL'];
