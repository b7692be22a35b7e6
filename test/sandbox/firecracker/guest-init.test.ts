import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type GuestProps, guestInit } from '../../../lib/sandbox/firecracker/guest-init';

const props: GuestProps = { command: ['true'], environment: { HTTPS_PROXY: 'http://127.0.0.1:3128' } };

/** Options of mount by place, as the guest sees it; a place may be mounted again. */
function mountsOf(script: string): Record<string, string[]> {
  const mounts: Record<string, string[]> = {};
  for (const [, options = '', place = ''] of script.matchAll(/^mount (?:-t \w+ )?-o (\S+).* (\/\S*)$/gm)) {
    const seen = place.replace(/^\/root(?=\/|$)/, 'guest:');
    mounts[seen] = [...(mounts[seen] ?? []), options];
  }
  return mounts;
}

describe('the first process of a guest', () => {
  test('mounts what the guide mounts, with its flags and sizes', () => {
    expect(mountsOf(guestInit(props))).toEqual({
      '/proc': ['nosuid,nodev,noexec'],
      '/dev': ['nosuid,noexec'],
      'guest:': ['ro,nosuid,nodev,noload'],
      'guest:/proc': ['nosuid,nodev,noexec,hidepid=2'],
      'guest:/dev': ['nosuid,noexec,mode=0755,size=64k', 'remount,ro'],
      'guest:/dev/pts': ['nosuid,noexec,newinstance,ptmxmode=0666,mode=0620'],
      'guest:/dev/shm': ['rw,noexec,nosuid,nodev,mode=1777,size=64m'],
      'guest:/tmp': ['rw,noexec,nosuid,nodev,mode=1777,size=100m'],
      'guest:/home/agent': ['rw,noexec,nosuid,nodev,mode=0700,size=500m,uid=1000,gid=1000'],
      'guest:/run': ['rw,noexec,nosuid,nodev,mode=0755,size=4m', 'remount,ro'],
      'guest:/workspace': ['rw,nosuid,nodev,mode=0700,uid=1000,gid=1000'],
    });
  });

  test.each([
    ['ro', 'ro,noload,nosuid,nodev', false],
    ['rw', 'rw,nosuid,nodev', true],
  ] as const)('mounts a workspace %s', (workspace, options, isOwned) => {
    const script = guestInit({ ...props, workspace });
    expect(mountsOf(script)['guest:/workspace']).toEqual([options]);
    expect(script.includes('chown -R 1000:1000 /root/workspace')).toBe(isOwned);
  });

  test('takes sizes from the limits', () => {
    const script = guestInit({ ...props, limits: { tmpMiB: 7, homeMiB: 8, processes: 19 } });
    expect(mountsOf(script)['guest:/tmp']).toEqual([expect.stringContaining('size=7m')]);
    expect(mountsOf(script)['guest:/home/agent']).toEqual([expect.stringContaining('size=8m')]);
    expect(script).toContain('prlimit --nproc=19:19 ');
  });

  test('starts the agent, and the bridge, without a right that it could use or get back', () => {
    const dropped =
      /setpriv --reuid=(\d+) --regid=\1 --clear-groups --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- (\S+)/g;
    const started = [...guestInit(props).matchAll(dropped)].map(([, user, program]) => [user, program]);
    expect(started).toEqual([
      ['65534', '/usr/bin/socat'],
      ['65534', '/usr/bin/socat'],
      ['1000', 'true'],
      ['1000', '/bin/sh'],
    ]);
  });

  test('leads the two ports on loopback to those of the host, and nothing else', () => {
    const bridges = [...guestInit(props).matchAll(/TCP-LISTEN:(\S+) (VSOCK-CONNECT:\S+)/g)].map(([, listen, to]) => [listen, to]);
    expect(bridges).toEqual([
      ['8080,bind=127.0.0.1,reuseaddr,fork,max-children=256', 'VSOCK-CONNECT:2:8080'],
      ['3128,bind=127.0.0.1,reuseaddr,fork,max-children=256', 'VSOCK-CONNECT:2:3128'],
    ]);
  });

  test('loads no module once the agent runs', () => {
    const script = guestInit(props);
    expect(script.indexOf('> /proc/sys/kernel/modules_disabled')).toBeGreaterThan(script.indexOf('insmod'));
    expect(script.indexOf('> /proc/sys/kernel/modules_disabled')).toBeLessThan(script.indexOf('setpriv'));
  });
});

/** What the line of `script` says of this machine's interfaces, in place of those of a guest. */
function networkCheck(interfaces: string): { readonly status: number | null; readonly stdout: string } {
  const line =
    guestInit(props)
      .split('\n')
      .find((text) => text.includes('/proc/net/dev')) ?? 'exit 9';
  const table = `printf 'Inter-|\\n face |\\n${interfaces}'`;
  return spawnSync('sh', ['-c', line.replace('sed 1,2d /proc/net/dev', `${table} | sed 1,2d`)], { encoding: 'utf8' });
}

describe('a guest that has', () => {
  test('loopback only goes on', () => {
    expect(networkCheck('    lo: 0 0\\n')).toMatchObject({ status: 0, stdout: '' });
  });

  test.each(['    lo: 0 0\\n  eth0: 0 0\\n', '  eth0: 0 0\\n', ''])('the interfaces %j ends', (interfaces) => {
    expect(networkCheck(interfaces)).toMatchObject({ status: 1, stdout: 'airlock: there is a network interface besides lo\n' });
  });
});

describe('a shell reads what the agent starts as it was given:', () => {
  test.each([
    ['plain words', ['npm', 'ci']],
    ['spaces and quotes', ['a b', `it's "so"`, '']],
    ['substitutions', ['$(reboot)', '`reboot`', '$HOME', '${PATH}']],
    ['ends of commands', ['; reboot', '&& reboot', '| reboot', '> /status', '# no']],
    ['several lines', ['a\nreboot -f\n', '\t']],
    ['words in other scripts', ['déjà', '日本']],
  ])('%s', (_what, command) => {
    const line = guestInit({ command: ['printf', '%s\\0', ...command], environment: {} }).match(
      / -- (printf [\s\S]*?) < \/dev\/null 2>&1/,
    );
    const { stdout } = spawnSync('sh', ['-c', line?.[1] ?? 'exit 9'], { encoding: 'utf8' });
    expect(stdout.split('\0').slice(0, -1)).toEqual(command);
  });

  test('variables too', () => {
    const value = `x'; reboot -f; echo '$(id)`;
    const line = guestInit({ command: ['true'], environment: { ODD: value } }).match(
      /env -i -C \/workspace (.*) \/usr\/bin\/prlimit/,
    );
    const { stdout } = spawnSync('sh', ['-c', `env -i ${line?.[1]}`], { encoding: 'utf8' });
    expect(stdout).toContain(`ODD=${value}\n`);
  });

  test('and finds no mistake in the whole script', () => {
    const script = guestInit({ command: [`it's`, '$(x'], environment: { A: `'` }, workspace: 'rw' });
    expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
