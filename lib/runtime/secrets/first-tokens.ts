import { setTimeout as pause } from 'node:timers/promises';
import type { Agent } from '../../policy/agent';
import type { StartOptions } from '../local-proxy-options';

const mostMs = 5000;

/**
 * Waits up to 5 s until Envoy has `fetched` a token for each upstream that is sent one by OAuth 2, as it asks a second after its start; else
 * says so in one line, and leaves the requests that need it to their 401.
 */
export async function firstTokens(
  { destinations }: Agent,
  fetched: () => Promise<number>,
  { signal, progress }: StartOptions,
): Promise<void> {
  const clients = destinations.filter(({ credential }) => credential?.type === 'oauth2-client');
  const needed = clients.reduce((sum, { hosts, ports }) => sum + hosts.length * ports.length, 0);
  const until = Date.now() + mostMs;
  while (needed > 0 && (await fetched()) < needed) {
    if (Date.now() > until) {
      const names = clients.map(({ name }) => `'${name}'`).join(', ');
      return progress?.(`no token yet for ${names}: requests that need one get a 401`);
    }
    await pause(50, undefined, { signal });
  }
}
