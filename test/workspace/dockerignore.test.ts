import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dockerignore } from '../../lib/workspace/dockerignore';
import { scanWorkspace } from '../../lib/workspace/scan';
import { put, scratchFolder } from '../runtime/scratch';
import { hiddenPaths, shownPaths } from './paths';
import { plant } from './tree';

const scratch = scratchFolder();
const matcher = join(scratch, 'matcher');
const environment = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
const whyNoMatcher =
  spawnSync('go', ['version'], { env: environment }).status === 0
    ? ''
    : ", skipped as there is no Go to build Docker's own matching";

beforeAll(() => {
  if (whyNoMatcher !== '') return;
  const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', matcher, '.'];
  execFileSync('go', args, { cwd: join(__dirname, 'docker-matcher'), env: environment, stdio: 'pipe' });
});

/** Those that an image doesn't get. */
function ignored(paths: readonly string[], added = ''): readonly string[] {
  const file = put(scratch, '.dockerignore', `${dockerignore()}${added}`);
  const said = execFileSync(matcher, [file], { input: paths.map((path) => `${path}\0`).join(''), encoding: 'utf8' });
  return said.split('\0').slice(0, -1);
}

describe.skipIf(whyNoMatcher)(`Docker leaves out${whyNoMatcher}`, () => {
  test.each([
    ...hiddenPaths,
    ...[
      '.aws/credentials',
      'a/.config/gcloud/credentials.db',
      '.env/production',
      '.env.example/production',
      '.env.x/.env.example',
    ],
    ...['.ssh/.env.example', 'x.pem/certifi/cacert.pem/secret', 'certifi/cacert.pem/secret', '.env.d/certifi/cacert.pem'],
    ...['.git/config', 'a/.git/config', '.git/modules/a/b/config', '.git/worktrees/a/config.worktree', '.GIT/Config'],
  ])('%j', (path) => {
    expect(ignored([path])).toEqual([path]);
  });

  test('the files that a scan hides in the same tree, and no others', () => {
    const names = [...hiddenPaths, ...shownPaths].filter((path) => !/^\.(?:aws|AWS|ssh|azure|config|ENV|Env)/.test(path));
    const nested = ['.aws', '.ssh', '.config', '.azure', '.env.example', 'x.KEY'].map((name) => `nested/${name}/deep/file`);
    const folder = plant(
      mkdtempSync(join(scratch, 'tree-')),
      Object.fromEntries([...names, ...nested].map((path) => [path, ''])),
    );
    const found = scanWorkspace(folder).findings.map(({ path }) => path);
    const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    // a folder without anything in it holds no secret
    const all = inside.filter((path) => statSync(join(folder, path)).isFile());
    expect(ignored(all)).toEqual(all.filter((path) => found.some((hidden) => path === hidden || path.startsWith(`${hidden}/`))));
    expect(found.length).toBeGreaterThan(20);
  });
});

describe.skipIf(whyNoMatcher)(`Docker takes${whyNoMatcher}`, () => {
  test.each(shownPaths)('%s', (path) => {
    expect(ignored([path])).toEqual([]);
  });

  test('what is let in again at the end', () => {
    expect(ignored(['.npmrc', 'a/.npmrc'], '!.npmrc\n')).toEqual(['a/.npmrc']);
  });
});
