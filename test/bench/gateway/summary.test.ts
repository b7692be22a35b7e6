import { describe, expect, test } from 'vitest';
import type { Measured } from '../../../bench/gateway/measure';
import { summarize } from '../../../bench/gateway/summary';

const against = { baselines: ['direct'], yardstick: 'nginx' };
const round = (p50: number, rate = 1000, processor?: number): Measured => ({ p50, p99: 2 * p50, rate, processor });

describe('the results of a run', () => {
  test('count what a proxy adds from what ran beside it in the same round', () => {
    // the machine was busy in the second round: only the difference within the round means something
    const rounds = new Map([
      ['direct', [round(10), round(110)]],
      ['nginx', [round(30), round(130)]],
      ['envoy', [round(50), round(150)]],
    ]);
    const envoy = summarize(rounds, against).find(({ name }) => name === 'envoy');
    expect(envoy?.added[0]?.latency).toEqual({ median: 40, low: 40, high: 40 });
    expect(envoy?.added[0]?.ratio?.median).toBe(2);
  });

  test('count from each baseline that ran, and from none for a baseline itself', () => {
    const both = { ...against, baselines: ['direct', 'direct across', 'absent'] };
    const rounds = new Map([
      ['direct', [round(10)]],
      ['direct across', [round(25)]],
      ['nginx', [round(30)]],
      ['envoy', [round(50)]],
    ]);
    const [direct, across, , envoy] = summarize(rounds, both);
    expect(envoy?.added.map(({ to, ratio }) => [to, ratio?.median])).toEqual([
      ['direct', 2],
      ['direct across', 5],
    ]);
    expect([direct?.added, across?.added]).toEqual([[], []]);
  });

  test('take the median of the ratios, so that one bad round changes nothing', () => {
    const rounds = new Map([
      ['direct', [round(10), round(10), round(10)]],
      ['nginx', [round(20, 1000), round(20, 1000), round(20, 10)]],
      ['envoy', [round(30, 500), round(30, 500), round(910, 500)]],
    ]);
    const envoy = summarize(rounds, against).find(({ name }) => name === 'envoy');
    const ratio = envoy?.added[0]?.ratio;
    expect([ratio?.median, envoy?.rateRatio?.median]).toEqual([2, 0.5]);
    expect(ratio?.high).toBeGreaterThan(2);
  });

  test('have no ratio where nginx is missing', () => {
    const rounds = new Map([
      ['direct', [round(10)]],
      ['envoy', [round(30)]],
    ]);
    const envoy = summarize(rounds, against)[1];
    expect(envoy?.added[0]?.latency.median).toBe(20);
    expect(envoy?.added[0]).not.toHaveProperty('ratio');
    expect(envoy).not.toHaveProperty('rateRatio');
  });

  test('say nothing of processor time that nobody measured', () => {
    const rounds = new Map([
      ['direct', [round(10)]],
      ['envoy', [round(30, 1000, 70), round(30, 1000, undefined), round(30, 1000, 90)]],
    ]);
    expect(summarize(new Map([['direct', [round(10)]]]), against)[0]).not.toHaveProperty('processor');
    expect(summarize(new Map([...rounds].slice(1)), against)[0]?.processor).toBe(80);
  });

  test('are refused if a contender missed a round', () => {
    const rounds = new Map([
      ['direct', [round(10)]],
      ['envoy', [round(30), round(30)]],
    ]);
    expect(() => summarize(rounds, against)).toThrow('round 2 of a contender is missing');
  });
});
