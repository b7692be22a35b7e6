import { beforeAll, describe, expect, test } from 'vitest';
import type { Arena, Place } from './arena';
import { type Exchange, exchange } from './exchange';
import type { Weakening } from './weakening';

/** Bytes that an agent might send, and the controls without which they get through. */
export interface Attack {
  readonly what: string;
  /** Each part is a write of its own; text is latin1. */
  readonly bytes: string | readonly string[];
  /** @default 'gateway' */
  readonly port?: Place;
  /** Controls that have to go, all of them, before it succeeds. */
  readonly without: readonly Weakening[];
  /** What a request that must not arrive has in its target or headers. @default - nothing at all may arrive, or if it may, nothing outside the policy */
  readonly marker?: string;
  /** How many requests may arrive, if they lie within the policy. @default 0 */
  readonly arrives?: number;
  /** The reason that must be given. @default - any */
  readonly denied?: string;
  /** Whether it comes through a tunnel, which is opened first and must be closed. @default false */
  readonly tunnelled?: boolean;
}

/** Tests that no attack succeeds against the proxy, that its record says so, and that each one does against the proxy without a control. */
export function attacks(arena: Arena, family: string, rows: readonly Attack[]): void {
  describe(`${family}: nothing outside the policy arrives`, () => {
    let start = '';
    let arrived = 0;
    // their connections are opened by CONNECT, which is allowed
    const insides = rows.some(({ port }) => port === 'inside');
    beforeAll(async () => {
      start = new Date().toISOString();
      // they may still be sending what got through them, or try once more
      await arena.endWeakened();
      arena.upstream.disconnect();
    });
    test.each(rows)('by $what', async (attack) => {
      const answer = await exchange(arena.at(arena, attack.port), attack.bytes, attack.tunnelled ? { quiet: 8_000 } : {});
      expect(fault(answer, attack)).toBeUndefined();
      expect(arena.objections()).toEqual([]);
      expect(arena.upstream.seen().length).toBeLessThanOrEqual(attack.arrives ?? 0);
      if (!attack.arrives) expect(arena.upstream.connections).toBe(0);
      arrived += arena.upstream.seen().length;
    });
    test('and the records say so', async () => {
      const records = () => arena.records().filter(({ time }) => time >= start);
      const allowed = () => records().filter((record) => record.decision !== 'deny' && !(insides && record.method === 'CONNECT'));
      await expect.poll(() => records().length).toBeGreaterThanOrEqual(rows.length);
      await expect.poll(() => allowed().length).toBeGreaterThanOrEqual(arrived);
      const most = rows.reduce((sum, { arrives = 0 }) => sum + arrives, 0);
      expect(allowed().slice(most)).toEqual([]);
    });
  });
  describe(`${family}: it would, without the control,`, () => {
    test.each(rows.map((attack) => ({ ...attack, missing: attack.without.join(' and ') })))(
      'by $what: $missing',
      async (attack) => {
        const weak = await arena.without(...attack.without);
        const enough = new AbortController();
        const going = exchange(arena.at(weak, attack.port), attack.bytes, {
          patience: 60_000,
          quiet: 60_000,
          signal: enough.signal,
        });
        await expect.poll(() => succeeded(arena, attack), { interval: 5 }).toBe(true);
        enough.abort();
        await going;
      },
    );
  });
}

/** Why an answer to a denied request isn't one that agents can act on. */
function fault({ status, denied, text, closed }: Exchange, attack: Attack): string | undefined {
  if (attack.tunnelled) return status === 200 && closed ? undefined : `answered ${status}, ${closed ? 'closed' : 'left open'}`;
  if (status === 0) return closed ? undefined : 'neither answered nor closed';
  if (status >= 500) return `answered ${status}`;
  if (status < 400) return attack.arrives ? undefined : `answered ${status}`;
  if (attack.denied && denied !== attack.denied) return `denied for ${denied}, not ${attack.denied}`;
  return denied ? undefined : `denied without a reason: ${text}`;
}

/** Whether something arrived that may not. */
function succeeded(arena: Arena, { marker, arrives }: Attack): boolean {
  const { upstream } = arena;
  if (marker) return upstream.readings().some((seen) => seen.some((request) => JSON.stringify(request).includes(marker)));
  return arrives ? arena.objections().length > 0 : upstream.connections > 0 || upstream.bytes.trim() !== '';
}
