import { execFileSync } from 'node:child_process';
import { Unusable } from './exit';

/** The registry that npm or pip is configured with on this machine, without user and password; throws Unusable if none is. */
export function configuredRegistry(preset: 'npm-read' | 'pip-read'): string {
  const text = preset === 'npm-read' ? npmRegistry() : pipIndex();
  if (!text || !URL.canParse(text)) {
    throw new Unusable(
      `preset '${preset}' needs --registry URL: ${preset === 'npm-read' ? 'npm' : 'pip'} has none configured here`,
    );
  }
  const url = new URL(text);
  // a password belongs to the proxy's secrets, never to a policy
  url.username = '';
  url.password = '';
  return url.href;
}

const npmRegistry = (): string | undefined => output('npm', ['config', 'get', 'registry']);

const pipIndex = (): string | undefined => process.env.PIP_INDEX_URL || output('pip', ['config', 'get', 'global.index-url']);

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 }).trim();
  } catch {
    return undefined;
  }
}
