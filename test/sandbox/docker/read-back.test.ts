import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hardening } from '../../../lib/sandbox/docker/hardening';
import { guide } from './guide';
import { crun, type OciRuntime, runc } from './oci-runtime';
import { readings, unseen } from './readings';
import { Scene, type SceneOptions } from './scene';
import { look, type Seen } from './seen-inside';
import { whyNoRuntime } from './why-no-runtime';

const scene = new Scene();
afterAll(() => scene.close());

async function seen(runtime: OciRuntime, options: SceneOptions = {}): Promise<Seen> {
  const { status, stdout, stderr } = await scene.run(runtime, look, options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.each([runc, crun])('in a container of $name', (runtime) => {
  const why = whyNoRuntime(runtime);
  describe.skipIf(why !== undefined)(why ?? 'a process sees', () => {
    let inside: Seen;
    beforeAll(async () => {
      inside = await seen(runtime);
    });

    test.each(readings)('$word', ({ read, expected }) => {
      expect(read(inside)).toEqual(expected);
    });

    test.each(readings)('something else without $word', async ({ word, along = [], read, expected }) => {
      expect(read(await seen(runtime, { without: [word, ...along] }))).not.toEqual(expected);
    });

    test('its workspace read-only, the sockets too, and what is sensitive covered', () => {
      const places = ['/workspace', '/run/airlock/sockets', '/run/airlock/bridge.cjs', '/workspace/.env', '/workspace/.aws'];
      expect(places.filter((place) => !inside.mounts[place]?.options.includes('ro'))).toEqual([]);
    });

    test('a workspace that it may write to, if that was asked for', async () => {
      const { mounts } = await seen(runtime, { props: { workspace: scene.mounted('rw') } });
      expect([mounts['/workspace']?.options.includes('rw'), mounts['/workspace/.env']?.options.includes('ro')]).toEqual([
        true,
        true,
      ]);
    });

    test('one in memory, if none is mounted', async () => {
      const { mounts } = await seen(runtime, { props: { workspace: undefined } });
      expect(mounts['/workspace']).toMatchObject({ type: 'tmpfs', options: expect.arrayContaining(['noexec', 'size=512000k']) });
    });
  });
});

test('every option that is rendered is read back, or said to be the engine’s', () => {
  const starts = [...readings.map(({ word }) => word), ...Object.keys(unseen)];
  const words = hardening({ hasWorkspace: true }).map(({ option, value }) => `--${option}=${value}`);
  expect(words.filter((word) => !starts.some((start) => word.startsWith(start)))).toEqual([]);
});

test.each(guide)('the guide’s %s is read back', (_, ours) => {
  expect(readings.filter(({ word }) => ours.startsWith(word))).toHaveLength(1);
});
