import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { body, headers } from '../job';
import type { Generator, Sample, Target } from './generator';

/** `wrk`: one thread of C, so that it takes little of the processors that the proxies need. It doesn't verify the upstream's certificate. */
export class Wrk implements Generator {
  readonly name = 'wrk';
  private readonly scripts = new Map<Target, string>();

  constructor(private readonly folder: string) {}

  async run(target: Target, connections: number, seconds: number): Promise<Sample> {
    const options = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '5s', '-s', this.script(target)];
    // a machine that others use too may stand still for a second
    for (let attempt = 1; ; attempt += 1) {
      const { stdout } = await promisify(execFile)('wrk', [...options, target.url]);
      if (attempt === 3 || !stdout.includes('"requests":0,"failed":0')) return wrkSample(stdout, target.url);
    }
  }

  private script(target: Target): string {
    const known = this.scripts.get(target);
    if (known) return known;
    const file = join(this.folder, `wrk-${this.scripts.size}.lua`);
    writeFileSync(file, luaScript(target));
    this.scripts.set(target, file);
    return file;
  }
}

/** The sample in what the script printed; throws if a request failed. */
export function wrkSample(output: string, url: string): Sample {
  const line = /^sample (.+)$/m.exec(output)?.[1];
  if (line === undefined) throw new Error(`wrk said nothing of ${url}: ${output}`);
  const { requests, failed, microseconds, p50, p99 } = JSON.parse(line) as Record<string, number>;
  if (!requests || failed) throw new Error(`${failed} of ${requests} requests to ${url} failed`);
  return { requests, seconds: (microseconds ?? 0) / 1e6, p50: p50 ?? 0, p99: p99 ?? 0 };
}

function luaScript(target: Target): string {
  const { authority = new URL(target.url).host } = target;
  const all = Object.entries({ Host: authority, ...headers, ...target.headers });
  // a JSON string of ASCII is a Lua string too
  return `wrk.method = 'POST'
wrk.body = ${JSON.stringify(body)}
${all.map(([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`).join('\n')}
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('\\nsample {"requests":%d,"failed":%d,"microseconds":%d,"p50":%d,"p99":%d}\\n',
    summary.requests, failed, summary.duration, latency:percentile(50), latency:percentile(99)))
end
`;
}
