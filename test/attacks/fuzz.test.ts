import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentCredentialHeaders } from '../../lib/policy/credential-header';
import { Arena } from './arena';
import { exchange } from './exchange';
import { type RawCase, rawCases } from './request-grammar';
import { requestText } from './request-text';
import type { Target } from './weakened-envoy';
import type { Weakening } from './weakening';

// AIRLOCK_FUZZ_RUNS=20000 AIRLOCK_FUZZ_SEEDS=5,6 npx vitest run test/attacks/fuzz.test.ts
const runs = Number(process.env.AIRLOCK_FUZZ_RUNS ?? 350);
const seeds = (process.env.AIRLOCK_FUZZ_SEEDS ?? '20261126,7').split(',').map(Number);
const atOnce = 32;

const arena = new Arena();
const http2 = new Arena({ http2: true });
const show = ({ port, parts }: RawCase) => `${port} ${JSON.stringify(parts)}`;

// bytes may turn a header's name into another, which is harmless; these are not
const forbidden = [
  ...agentCredentialHeaders,
  'forwarded',
  'x-forwarded-for',
  'x-http-method-override',
  'x-original-url',
  'x-rewrite-url',
  'upgrade',
  'te',
];
function wrong(arena: Arena): string[] {
  return arena.objections().filter((objection) => {
    const [, name] = /^(?:header|the agent's key in) (.*)$/.exec(objection) ?? [];
    return name === undefined || forbidden.includes(name);
  });
}

/** Milliseconds after which bytes that get no answer get none: many times what an answer takes just now. */
async function patienceWith(target: Target): Promise<number> {
  const start = performance.now();
  await exchange(target.gateway, requestText('POST /claude/v1/messages', [], '{}'), { patience: 60_000 });
  return 100 + 10 * (performance.now() - start);
}

/** What was wrong upstream, and with the answers, when a target was asked all cases. */
async function tried(
  arena: Arena,
  cases: readonly RawCase[],
  target: Target,
  { untilFault = false } = {},
): Promise<{ faults: string[]; arrived: number }> {
  const faults: string[] = [];
  let arrived = 0;
  for (let at = 0; at < cases.length; at += atOnce) {
    const batch = cases.slice(at, at + atOnce);
    const patience = await patienceWith(target);
    const answers = await Promise.all(
      batch.map((each) => exchange(arena.at(target, each.port), each.parts, { gap: 1, patience }).catch(() => undefined)),
    );
    batch.forEach((each, index) => {
      if ((answers[index]?.status ?? 0) >= 500) faults.push(`${answers[index]?.status} for ${show(each)}`);
    });
    faults.push(...wrong(arena).map((objection) => `${objection}: one of\n${batch.map(show).join('\n')}`));
    arrived += arena.upstream.seen().filter(({ end }) => end !== undefined).length;
    arena.upstream.forget({ keepUnfinished: true });
    if (untilFault && faults.length > 0) break;
  }
  return { faults, arrived };
}

describe('whatever bytes are sent, nothing outside the policy arrives, and each request that does has its record', () => {
  test.each([
    ...seeds.map((seed) => ({ seed, arena, upstream: 'HTTP/1.1' })),
    { seed: seeds[0], arena: http2, upstream: 'HTTP/2' },
  ])('seed $seed, to hosts that speak $upstream', { timeout: runs * 200 + 60_000 }, async ({ seed, arena }) => {
    const start = new Date().toISOString();
    const { faults, arrived } = await tried(arena, fc.sample(rawCases, { numRuns: runs, seed }), arena);
    expect(faults).toEqual([]);
    // without requests that arrive, nothing would be tested
    expect(arrived).toBeGreaterThan(runs / 10);
    const allowed = () =>
      arena.records().filter(({ time, decision, method }) => time >= start && decision === 'allow' && method !== 'CONNECT');
    await expect.poll(() => allowed().length).toBeGreaterThanOrEqual(arrived);
    // what was cut off upstream was let through as well, but wasn't answered; what came last may have been seen since
    const seen = arrived + arena.upstream.seen().filter(({ end }) => end !== undefined).length;
    expect(allowed().filter(({ status }) => status === 200).length).toBeLessThanOrEqual(seen);
  });
});

describe('the same bytes find the hole without the control', () => {
  const found: Weakening[] = [
    'no-path-guard',
    'no-path-rules',
    'no-method-rules',
    'no-stripping',
    'no-http-parser',

    'no-host-rewrite',
  ];
  test.each(found)('%s', async (weakening) => {
    const { faults } = await tried(arena, fc.sample(rawCases, { numRuns: 700, seed: seeds[0] }), await arena.without(weakening), {
      untilFault: true,
    });
    expect(faults).not.toEqual([]);
  });
});
