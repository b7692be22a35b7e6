import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loopback } from '../../../lib/runtime/loopback-ports';
import { freePorts } from '../../../test/envoy/free-ports';
import { blob, host, key, placeholders, stripped } from '../../job';
import { makeSquidFolder, squidVersion, startSquid } from '../../programs/squid';
import type { Scene } from '../../scene';
import type { ForwardContender } from '../running-forward';

/** Squid as what it is mostly used for. */
export const squidTunnel: ForwardContender = {
  name: 'squid',
  lacks: ["holds the handshake's name against nothing"],
  missing: async () => ((await squidVersion()) === undefined ? 'not installed' : undefined),
  start: (scene) =>
    start('squid-tunnel', (port) => [`http_port ${loopback}:${port}`, ...allowed(scene)], { 'x-api-key': key }, scene),
};

// where Debian has it
const certificateMaker = '/usr/lib/squid/security_file_certgen';

/** Squid's ssl-bump. */
export const squidIntercept: ForwardContender = {
  name: 'squid',
  lacks: ['follows no secret, and counts neither requests nor connections'],
  async missing() {
    if ((await squidVersion()) === undefined) return 'not installed';
    return existsSync(certificateMaker) ? undefined : 'this Squid ends no TLS: it needs squid-openssl';
  },
  async start(scene) {
    const folder = makeSquidFolder(scene, 'squid-intercept');
    const [authority, certificates] = [join(folder, 'authority.pem'), join(folder, 'certificates')];
    writeFileSync(authority, scene.authority.certificate + (await scene.authority.privateKey()));
    await promisify(execFile)(certificateMaker, ['-c', '-s', certificates, '-M', '4MB']);
    await promisify(execFile)('chmod', ['-R', 'a+rwX', certificates]);
    const bump = (port: number) => [
      `http_port ${loopback}:${port} ssl-bump cert=${authority} generate-host-certificates=on`,
      `sslcrtd_program ${certificateMaker} -s ${certificates} -M 4MB`,
      'sslcrtd_children 1',
      `tls_outgoing_options cafile=${scene.trustedCa}`,
      'acl first at_step SslBump1',
      'ssl_bump peek first',
      'ssl_bump bump all',
      'acl get method GET',
      `acl blob urlpath_regex ^${blob.path}$`,
      ...allowed(scene, 'http_access allow get host blob'),
      ...[...stripped, 'x-api-key'].map((name) => `request_header_access ${name} deny all`),
      `request_header_add x-api-key "${key}" all`,
    ];
    return start('squid-intercept', bump, placeholders, scene);
  },
};

const allowed = ({ upstream, folder }: Scene, ...more: readonly string[]): readonly string[] => {
  writeFileSync(join(folder, 'hosts'), `${loopback} ${host}\n`);
  return [
    `hosts_file ${join(folder, 'hosts')}`,
    `acl host dstdomain ${host}`,
    `acl port port ${upstream.port}`,
    'acl connect method CONNECT',
    'http_access allow connect host port',
    ...more,
    'http_access deny all',
  ];
};

async function start(
  name: string,
  lines: (port: number) => readonly string[],
  headers: Readonly<Record<string, string>>,
  scene: Scene,
) {
  const [port = 0] = await freePorts(1);
  const { pid, stop } = await startSquid({ name, port, lines: lines(port) }, scene);
  return {
    download: { port: scene.upstream.port, proxy: `http://${loopback}:${port}`, ca: scene.trustedCa, headers },
    pid,
    stop,
  };
}
