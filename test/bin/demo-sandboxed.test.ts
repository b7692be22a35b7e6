import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { inASandbox } from '../../bin/demo/sandboxed';
import { withUpstream } from '../../bin/demo/upstream';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { scratchFolder } from '../runtime/scratch';

beforeAll(async () => {
  process.env.ENVOY_PATH = await findEnvoy();
});

/** What the last part of the demo prints, and whether it went as it should. */
async function shown(folder: string, environment = {}, key?: string) {
  const lines: string[] = [];
  const succeeded = await withUpstream(
    folder,
    (upstream) =>
      inASandbox({ folder, upstream, environment: { ...process.env, ...environment } }, (line) =>
        lines.push(stripVTControlCharacters(line)),
      ),
    key,
  );
  return { succeeded, lines };
}

const linux = process.platform === 'linux';

test.runIf(linux)('the demo shows what a command meets in a sandbox, and that its change waits', async () => {
  const { succeeded, lines } = await shown(scratchFolder());
  expect(lines).toEqual(
    expect.arrayContaining([
      '   its network interfaces: lo',
      '   its key: airlock-placeholder',
      '   the model, by the proxy: 200',
      '   paste.example.org, by the proxy: 403 host-not-allowed',
      '   1.1.1.1, past the proxy: ENETUNREACH',
      '     CONNECT paste.example.org host-not-allowed',
      '   agent-airlock review: changed  notes.md  (17 to 38 bytes)',
    ]),
  );
  expect(succeeded).toBe(true);
});

test.runIf(linux)('it fails where the model’s API sees another key than the proxy’s', async () => {
  const { succeeded, lines } = await shown(scratchFolder(), {}, 'another');
  expect(lines).toContain('   the model, by the proxy: 401');
  expect([succeeded, lines.at(-1)]).toEqual([false, '   not as expected']);
});

test('it says why it is left out where a command is refused, and goes on', async () => {
  const folder = scratchFolder();
  const { succeeded, lines } = await shown(folder, { HOME: join(folder, 'project') });
  expect(lines).toEqual([expect.stringMatching(/^ {3}left out, as it is refused on this machine: .*home folder/)]);
  expect(succeeded).toBe(true);
});
