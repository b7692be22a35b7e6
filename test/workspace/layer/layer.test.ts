import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLayer } from '../../../lib/workspace/layer/layer';
import { layerPlace } from '../../../lib/workspace/layer/place';
import { scratchFolder } from '../../runtime/scratch';
import { plant } from '../tree';

const scratch = scratchFolder();
const stage = (name = 'project') => {
  const folder = mkdtempSync(join(scratch, 'stage-'));
  const workspace = plant(join(folder, name), { 'src/main.ts': '' });
  return { workspace, state: join(folder, 'state'), environment: { XDG_STATE_HOME: join(folder, 'state') } };
};
const opened = async ({ workspace, environment }: ReturnType<typeof stage>) => {
  const layer = await openLayer(workspace, environment);
  await layer.release();
  return layer;
};
const isRoot = process.geteuid?.() === 0;

describe('a layer', () => {
  test('is a folder that only its user can enter, outside of the workspace', async () => {
    const { folder, upper, work, isWaiting } = await opened(stage());
    expect([folder, work, join(folder, '..'), join(folder, '..', '..')].map((path) => statSync(path).mode & 0o777)).toEqual([
      ...[0o700, 0o700, 0o700, 0o700],
    ]);
    expect([readdirSync(upper), isWaiting]).toEqual([[], false]);
  });

  test('has the mode of the workspace where an agent sees it', async () => {
    const here = stage();
    chmodSync(here.workspace, 0o2755);
    expect(statSync((await opened(here)).upper).mode & 0o7777).toBe(0o755);
  });

  test('lies in the home folder if nothing else is said, as it does by a relative path', () => {
    const { workspace } = stage();
    const places = [{}, { XDG_STATE_HOME: '' }, { XDG_STATE_HOME: 'state' }].map(
      (environment) => layerPlace(workspace, { HOME: '/home/jo', ...environment }).folder,
    );
    expect(new Set(places)).toEqual(
      new Set([expect.stringMatching(/^\/home\/jo\/\.local\/state\/agent-airlock\/layers\/project-\w{16}$/)]),
    );
  });

  test('is the same by whatever path the workspace is named, and another for every workspace', () => {
    const [one, other] = [stage(), stage()];
    symlinkSync(one.workspace, join(scratch, 'by-link'));
    const folderOf = (workspace: string) => layerPlace(workspace, one.environment).folder;
    expect(folderOf(join(scratch, 'by-link'))).toBe(folderOf(one.workspace));
    expect(folderOf(`${one.workspace}/src/..`)).toBe(folderOf(one.workspace));
    expect(folderOf(other.workspace)).not.toBe(folderOf(one.workspace));
  });

  test('has a name without anything that a mount would read', () => {
    const { workspace, environment } = stage('a,b:c\\ "\n');
    expect(layerPlace(workspace, environment).folder).toMatch(/\/a_b_c____-\w{16}$/);
  });

  test('waits for the next run if there is something in it, but not by itself', async () => {
    const here = stage();
    const { upper, record } = await opened(here);
    const begun = statSync(record).mtimeMs;
    expect((await opened(here)).isWaiting).toBe(false);
    writeFileSync(join(upper, 'new'), '');
    expect((await opened(here)).isWaiting).toBe(true);
    expect(statSync(record).mtimeMs).toBeGreaterThan(begun);
    expect(existsSync(join(upper, 'new'))).toBe(true);
  });

  test('loses what overlayfs left, whatever its modes', async () => {
    const here = stage();
    const { work } = await opened(here);
    plant(work, { 'work/#1a/deep/file': '' });
    chmodSync(join(work, 'work'), 0);
    await opened(here);
    expect(readdirSync(work)).toEqual([]);
  });
});

describe('a layer is refused', () => {
  test('to a second run, until the first ends', async () => {
    const here = stage();
    const first = await openLayer(here.workspace, here.environment);
    await expect(openLayer(here.workspace, here.environment)).rejects.toThrow(/one at a time: wait for the other, got/);
    await first.release();
    await expect(opened(here)).resolves.toBeDefined();
  });

  test('to nobody once who held it was killed', async () => {
    const here = stage();
    await opened(here);
    const program = `require('./lib/workspace/layer/layer.ts').openLayer(...${JSON.stringify([here.workspace, here.environment])}).then(() => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { cwd: join(__dirname, '..', '..', '..') });
    await expect.poll(() => opened(here).then(() => 'open', String)).toBe('open');
  });

  test.each([
    ['in the workspace', (workspace: string) => join(workspace, 'state')],
    ['as the workspace', (workspace: string) => workspace],
  ])('%s', (_, state) => {
    const { workspace } = stage();
    expect(() => layerPlace(workspace, { XDG_STATE_HOME: state(workspace) })).toThrow(
      /^changes must wait outside of the workspace: set XDG_STATE_HOME to another folder, got '/,
    );
  });

  test('in the workspace by way of a link', () => {
    const { workspace } = stage();
    symlinkSync(join(workspace, 'src'), join(scratch, 'state-by-link'));
    expect(() => layerPlace(workspace, { XDG_STATE_HOME: join(scratch, 'state-by-link') })).toThrow(/outside of the workspace/);
  });

  test('to a workspace among the layers', async () => {
    const here = stage();
    const { upper } = await opened(here);
    expect(() => layerPlace(upper, here.environment)).toThrow(/outside of the workspace/);
  });

  test.each(['', 'layers', 'upper', 'work'])('where %j of it is a link', async (part) => {
    const here = stage();
    const { folder } = await opened(here);
    const path = { '': join(folder, '..', '..'), layers: join(folder, '..') }[part] ?? join(folder, part);
    renameSync(path, `${path}-elsewhere`);
    symlinkSync(`${path}-elsewhere`, path);
    await expect(opened(here)).rejects.toThrow(/^where changes wait must be a folder, not a link/);
  });

  test.skipIf(!isRoot).each(['', 'layers', 'upper'])(
    `where %j of it is another's${isRoot ? '' : ', skipped as files can be given away by root only'}`,
    async (part) => {
      const here = stage();
      const { folder } = await opened(here);
      chownSync({ '': join(folder, '..', '..'), layers: join(folder, '..') }[part] ?? join(folder, part), 12345, 12345);
      await expect(opened(here)).rejects.toThrow(/must be your own: .*of user 12345$/);
    },
  );

  test.each([
    ["another workspace's", JSON.stringify({ version: 1, workspace: '/other', since: '0', applied: {} })],
    ['a later version of', '{"version":2}'],
    ['half a', '{"version":1,"works'],
    ['an empty', ''],
  ])('with %s record', async (_, text) => {
    const here = stage();
    const { record } = await opened(here);
    writeFileSync(record, text);
    await expect(opened(here)).rejects.toThrow(/must be of this workspace/);
  });
});

test.skipIf(!isRoot)(
  `root gives the owner of the workspace what it may write to${isRoot ? '' : ', skipped as nobody else can'}`,
  async () => {
    const here = stage();
    chownSync(here.workspace, 12345, 12346);
    const { upper } = await opened(here);
    expect(statSync(upper)).toMatchObject({ uid: 12345, gid: 12346 });
    mkdirSync(join(upper, 'x'));
    expect((await opened(here)).isWaiting).toBe(true);
    expect(execFileSync('stat', ['-c', '%u', upper], { encoding: 'utf8' })).toBe('12345\n');
  },
);
