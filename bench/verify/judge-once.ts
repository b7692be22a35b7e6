import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplates } from '../../lib/verify/cloudformation/load/load';
import { cloudFormationSystems } from '../../lib/verify/cloudformation/systems';
import { judgeAll } from '../../lib/verify/judge';
import { reportOf } from '../../lib/verify/report/report-of';
import { quantile } from '../statistics';
import { type GeneratedSystem, generatedSystem } from './generated-system';
import { type ShapeName, shapes } from './shapes';

/** One system judged again and again in a process of its own, after loading. */
export interface Judged {
  readonly resources: number;
  readonly verdict: string;
  /** Milliseconds of processor time, all threads: the first time, and the median of the later ones. */
  readonly first: number;
  readonly later: number;
  /** Megabytes at most, of the whole process. */
  readonly memory: number;
}

function judged(shape: ShapeName, size: number, times: number): Judged {
  const system = generatedSystem(shapes[shape], size);
  const judge = judgeOf(system);
  const verdicts = new Set<string>();
  const [first = 0, ...later] = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    verdicts.add(judge());
    const { user, system: kernel } = process.cpuUsage(before);
    return (user + kernel) / 1000;
  });
  return {
    resources: Object.values(system).reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0),
    verdict: [...verdicts].join(),
    first,
    later: quantile(
      later.sort((a, b) => a - b),
      0.5,
    ),
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

/** What remains to be done once files are read and parsed. */
function judgeOf(system: GeneratedSystem): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-bench-'));
  try {
    const paths = Object.entries(system).map(([stack, body]) => {
      const path = join(folder, `${stack}.template.json`);
      writeFileSync(path, JSON.stringify(body, undefined, 1));
      return path;
    });
    const loaded = loadTemplates(paths);
    const files = loaded.map(({ file, text }) => ({ path: file, content: () => Buffer.from(text) }));
    return () => reportOf(judgeAll(cloudFormationSystems(loaded, { agents: [], proxies: [] })), files, {}).verdict;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [shape, size, times] = process.argv.slice(2);
console.log(JSON.stringify(judged(shape as ShapeName, Number(size), Number(times))));
