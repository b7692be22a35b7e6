import type { Part } from '../part';
import { instructionsPerRequest } from './instructions';
import { removals } from './removals';

/** Where a request's time goes inside Envoy: what it takes less without each part. Not in a whole run, as it needs valgrind and minutes. */
export const profile: Part = {
  name: 'profile',
  async measure({ scene, progress, signal }) {
    const whole = await instructionsPerRequest(undefined, scene);
    const without = new Map<string, number>();
    for (const [name, remove] of Object.entries(removals)) {
      signal.throwIfAborted();
      progress(name);
      without.set(name, await instructionsPerRequest(remove, scene));
    }
    const thousands = (count: number) => (count / 1000).toFixed(1);
    return {
      title: 'What each part of the gateway costs',
      table: [
        ['part', 'thousand instructions a request', '%'],
        ['the whole gateway', thousands(whole), '100'],
        ...[...without].map(([name, rest]) => [name, thousands(whole - rest), (((whole - rest) / whole) * 100).toFixed(1)]),
      ],
      notes: [
        'Each part was taken out of the bootstrap; the difference is what it costs. User space alone, as callgrind counts.',
      ],
      charts: [],
      aims: [],
      rounds: { whole, ...Object.fromEntries(without) },
    };
  },
};
