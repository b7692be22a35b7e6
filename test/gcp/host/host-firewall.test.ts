import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostFirewallFiles } from '../../../lib/gcp/host/host-firewall';
import { scratchFolder } from '../../runtime/scratch';
import { type MetadataServer, startMetadataServer } from '../../stand-ins/metadata-server';
import { HostRoom, whyNoHost } from './host-room';

const missing = whyNoHost() ?? (spawnSync('iptables', ['--version']).error ? 'iptables is not on PATH' : undefined);
if (missing) console.warn(`the host's firewall isn't run: ${missing}`);

/** What Container-Optimized OS has before: it drops what nobody asked for. */
const dropping = [
  ['-P', 'INPUT', 'DROP'],
  ['-A', 'INPUT', '-m', 'state', '--state', 'RELATED,ESTABLISHED', '-j', 'ACCEPT'],
  ['-A', 'INPUT', '-d', '169.254.169.254', '-j', 'ACCEPT'],
];

describe.skipIf(missing)('the firewall of a host', () => {
  const folder = scratchFolder();
  let metadata: MetadataServer;
  let host: HostRoom;

  beforeAll(async () => {
    metadata = await startMetadataServer({ access_token: 'ya29.token', expires_in: 3599 });
    const to = Number(metadata.host.split(':')[1]);
    host = await HostRoom.open({
      folder,
      files: new Map(
        hostFirewallFiles({ ports: [8080, 443, 9902], user: 101 }).flatMap(({ path, content }) =>
          content.kind === 'text' ? [[path, content.text]] : [],
        ),
      ),
      standIns: [
        { names: [], address: '169.254.169.254', port: 80, to },
        // stand for what a host answers at
        { names: ['a.example.com'], address: '127.0.0.1', port: 8080, to },
        { names: [], address: '127.0.0.1', port: 8081, to },
      ],
    });
    for (const words of dropping) await host.run('iptables', '-w', ...words);
  });

  afterAll(async () => {
    await host?.close();
    await metadata?.close();
  });

  const asks = async (url: string, user: number) => {
    const as = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    return (await host.run('setpriv', ...as, 'curl', '--silent', '--max-time', '2', '--header', 'Metadata-Flavor: Google', url))
      .status;
  };
  const resolves = async (user: number) =>
    (await host.run('setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', 'getent', 'ahostsv4', 'a.example.com'))
      .status;
  const token = 'http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token';
  const [dropped, refused] = [28, 7];

  test('was needed: ports were closed, and the metadata server was open to everybody', async () => {
    expect(await asks('http://127.0.0.1:8080/', 0)).toBe(dropped);
    expect(await asks(token, 101)).toBe(0);
  });

  test('opens the ports that are meant, and no other', async () => {
    expect(await host.run('bash', '/etc/airlock/firewall.sh')).toEqual({ status: 0, output: '' });
    expect(await asks('http://127.0.0.1:8080/', 0)).toBe(0);
    expect(await asks('http://127.0.0.1:8081/', 0)).toBe(dropped);
  });

  test('closes the metadata server to the container’s user, but for names', async () => {
    expect([await asks(token, 101), await asks(token, 0)]).toEqual([refused, 0]);
    expect(await resolves(101)).toBe(0);
  });

  test('lets that user listen at its lowest port', async () => {
    expect((await host.run('cat', '/proc/sys/net/ipv4/ip_unprivileged_port_start')).output.trim()).toBe('443');
  });

  test('is the same after it has run again', async () => {
    const { output } = await host.run('iptables', '-S');
    expect(await host.run('bash', '/etc/airlock/firewall.sh')).toEqual({ status: 0, output: '' });
    expect((await host.run('iptables', '-S')).output).toBe(output);
  });
});

test('a host whose ports anybody may listen at is left as it is', () => {
  const [script] = hostFirewallFiles({ ports: [8080, 9902], user: 101 });
  expect(JSON.stringify(script)).not.toContain('ip_unprivileged_port_start');
});
