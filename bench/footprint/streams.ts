import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { whole } from '../document/table';
import { envoy, envoyHttp2 } from '../gateway/contenders/envoy';
import { haproxy } from '../gateway/contenders/haproxy';
import { nginx } from '../gateway/contenders/nginx';
import type { GatewayContender } from '../gateway/running-gateway';
import { aim, type Conditions, type Part } from '../part';
import { residentBytes } from '../processes';
import type { Scene } from '../scene';
import { median } from '../statistics';
import { holdingUpstream } from './holding-upstream';
import { openStreams } from './open-streams';

const contenders = [envoyHttp2, envoy, nginx, haproxy];

/** Memory that a stream takes which a model has begun and is silent on: most of an agent's time is spent on such a one. */
export const streams: Part = {
  name: 'streams',
  async measure(conditions) {
    const { quick, scene } = conditions;
    const [rounds, count] = quick ? [1, 1000] : [3, 5000];
    const upstream = await holdingUpstream(scene.identity);
    const { measured, missing } = await measureAll(conditions, { ...scene, upstream }, rounds, count).finally(() =>
      upstream.stop(),
    );
    const medians = [...measured].map(([name, own]) => ({ name, value: median(own) }));
    const http2 = medians.find(({ name }) => name === envoyHttp2.name)?.value;
    return {
      title: 'A silent stream',
      table: [
        ['', 'KB a stream'],
        ...medians.map(({ name, value }) => [name, value.toFixed(1)]),
        ...[...missing].map(([name, why]) => [name, `left out: ${why}`]),
      ],
      notes: [
        `Resident memory beyond that with 100 streams, over ${whole(count)} streams more; median of ${rounds}, each in a new process.`,
      ],
      charts: [{ title: 'memory of a silent stream, KB (less is better)', bars: medians }],
      aims: [aim('KB a silent stream, HTTP/2 upstream', '<=', 34, http2)],
      rounds: Object.fromEntries(measured),
    };
  },
};

async function measureAll({ progress, signal }: Conditions, scene: Scene, rounds: number, count: number) {
  const measured = new Map<string, number[]>();
  const missing = new Map<string, string>();
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    for (const contender of contenders) {
      signal.throwIfAborted();
      const why = await contender.missing?.(scene);
      if (why !== undefined) missing.set(contender.name, why);
      else measured.set(contender.name, [...(measured.get(contender.name) ?? []), await kilobytes(contender, scene, count)]);
    }
  }
  return { measured, missing };
}

/** KB a stream of one start of a contender. */
async function kilobytes({ start }: GatewayContender, scene: Scene, count: number): Promise<number> {
  const folder = mkdtempSync(join(scene.folder, 'streams-'));
  const { target, pid, stop } = await start({ ...scene, folder });
  // what the first streams take is more than theirs: pools, and the code that serves them
  const first = await openStreams(target, 100);
  try {
    const before = memory(pid);
    const more = await openStreams(target, count);
    const after = memory(pid);
    for (const socket of more) socket.destroy();
    return (after - before) / 1024 / count;
  } finally {
    for (const socket of first) socket.destroy();
    await stop();
  }
}

function memory(pid: number | undefined): number {
  const bytes = pid === undefined ? undefined : residentBytes(pid);
  if (bytes === undefined) throw new Error('the memory of a process can only be read on Linux');
  return bytes;
}
