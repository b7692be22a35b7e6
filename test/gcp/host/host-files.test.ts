import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, scratchFolder } from '../../runtime/scratch';
import { stackOf } from '../fixture';
import { interception } from '../interception-fixture';
import { doorIn, hostFilesOf } from '../proxy-fixture';

const stack = stackOf();
doorIn(stack, { interception, transparent: true });
const files = [...hostFilesOf(stack)];
const scripts = files.filter(([path]) => path.endsWith('.sh'));
const units = files.filter(([path]) => path.startsWith('/etc/systemd/system/'));

const missing = spawnSync('systemd-analyze', ['--version']).error ? 'systemd-analyze is not on PATH' : undefined;
if (missing) console.warn(`units aren't verified by systemd: ${missing}`);

describe('a script of a host', () => {
  test.each(scripts)('%s is one that bash can read', (_, text) => {
    expect(text).toMatch(/^#!\/bin\/bash\n/);
    execFileSync('bash', ['-n'], { input: text });
  });

  test('isn’t taken for one with a fault in it', () => {
    expect(() => execFileSync('bash', ['-n'], { input: `${scripts[0]?.[1]}\nif`, stdio: 'pipe' })).toThrow();
  });
});

const targets = [
  'network-online',
  'sysinit',
  'basic',
  'shutdown',
  'timers',
  'time-set',
  'time-sync',
  'system',
  'paths',
  'sockets',
  'slices',
];

describe.skipIf(missing)('the units of a host', () => {
  const folder = scratchFolder();

  /** What systemd says of units, with stand-ins for the programs and units of Container-Optimized OS. */
  function verified(texts: readonly (readonly [string, string])[]): string {
    const root = join(folder, String(texts.length));
    for (const place of ['etc/systemd/system', 'etc/airlock', 'usr/bin', 'bin'])
      mkdirSync(join(root, place), { recursive: true });
    for (const program of ['usr/bin/docker', 'usr/bin/install', 'bin/bash']) put(root, program, '#!', 0o755);
    const stub = '[Unit]\nDescription=stub\n[Service]\nExecStart=/usr/bin/docker\n';
    const others = targets.map((target) => [`${target}.target`, '[Unit]\nDescription=stub\n'] as const);
    const own = [...texts, ['docker.service', stub], ...others] as const;
    for (const [path, text] of own) put(join(root, 'etc/systemd/system'), basename(path), text);
    const names = texts.map(([path]) => basename(path));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...names], {
      encoding: 'utf8',
    });
    return (stdout + stderr)
      .split('\n')
      .filter((line) => names.some((name) => line.includes(name)))
      .join('\n');
  }

  test('are such as systemd takes without a word', () => {
    expect(units.map(([path]) => basename(path)).sort()).toEqual([
      'airlock-firewall.service',
      'airlock-proxy.service',
      'airlock-secrets.service',
      'airlock-secrets.timer',
    ]);
    expect(verified(units)).toBe('');
  });

  test('are not, with a setting that there isn’t', () => {
    const broken = units.map(([path, text]) => [path, text.replace('Restart=always', 'Restart=forever\nDrainSec=5')] as const);
    expect(verified([...broken, ['/etc/systemd/system/one-more.service', units[0]?.[1] ?? '']])).toMatch(
      /Restart.*forever|DrainSec/,
    );
  });
});

describe('the unit of the proxy', () => {
  const unit = units.find(([path]) => path.endsWith('airlock-proxy.service'))?.[1] ?? '';
  const setting = (name: string): string[] =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  test('has its image, its secrets and its firewall before it starts', () => {
    expect(setting('ExecStartPre').map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      '/bin/bash /etc/airlock/pull.sh',
      '/bin/bash /etc/airlock/refresh.sh',
      '-/usr/bin/docker rm --force',
      'install --directory --mode',
    ]);
    expect(setting('Requires')).toEqual(['docker.service airlock-firewall.service']);
    expect(setting('After')[0]).toContain('docker.service network-online.target airlock-firewall.service');
  });

  test('ends before what carries its last records away', () => {
    expect(setting('After')[0]).toMatch(/ fluent-bit\.service stackdriver-logging\.service$/);
  });

  test('tries again for as long as it takes', () => {
    expect([setting('Restart'), setting('RestartSec'), setting('StartLimitIntervalSec')]).toEqual([['always'], ['5'], ['0']]);
  });

  test('drains before it stops, in the time that a machine has: 90 s', () => {
    expect(setting('ExecStop')).toEqual([
      '/bin/bash /etc/airlock/drain.sh',
      expect.stringMatching(/^-\/usr\/bin\/docker stop -t 5 /),
    ]);
    expect(Number(setting('TimeoutStopSec'))).toBeLessThan(90);
  });
});
