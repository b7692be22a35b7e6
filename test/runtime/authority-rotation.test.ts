import { X509Certificate } from 'node:crypto';
import { renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { StandInModel } from '../../bin/demo/stand-in-model';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { claude, host, LocalStage, policyOf, statusOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();
let stranger: string;

beforeAll(async () => {
  stranger = (await CertificateAuthority.create({ name: 'stranger' })).certificate;
});

const becomes = (proxy: LocalProxy, status: number): Promise<void> =>
  until(
    async () => (await statusOf(proxy)) === status,
    () => `no ${status}`,
  );

/** Waits until upstreams are verified by this authority. */
function trusts(certificate: string): Promise<void> {
  const serial = new X509Certificate(certificate).serialNumber.toLowerCase();
  return until(
    async () => (await stage.told('/certs')).includes(serial),
    () => `Envoy doesn't know of ${serial}`,
  );
}

let count = 0;
function file(text: string): string {
  count += 1;
  return put(stage.folder, `authority-${count}.pem`, text);
}

async function proxyWith(given: Partial<LocalProxyOptions>): Promise<{ proxy: LocalProxy; said: string[] }> {
  const proxy = await stage.start(given);
  const said: string[] = [];
  proxy.on('log', (line) => said.push(line));
  return { proxy, said };
}

type Way = readonly [way: string, replace: (path: string, text: string) => void];
const ways: readonly Way[] = [
  ['has another renamed over it', (path, text) => renameSync(file(text), path)],
  ['is written in place', (path, text) => writeFileSync(path, text)],
];

describe.each(ways)('when the file of an authority %s', (_way, replace) => {
  test('--upstream-ca: its upstreams are reached', async () => {
    const upstreamCa = file(stranger);
    const { proxy, said } = await proxyWith({ upstreamCa });
    expect(await statusOf(proxy)).toBe(503);
    replace(upstreamCa, stage.authority.certificate);
    await becomes(proxy, 200);
    expect(said).toEqual(['--upstream-ca was replaced']);
  });

  test('upstream.ca: its upstream is reached', async () => {
    const path = file(stranger);
    const secrets = { ...stage.options().secrets, 'corp-ca': { kind: 'file', path } as const };
    const policy = policyOf({ ...claude, upstream: { ca: 'corp-ca' } });
    const { proxy, said } = await proxyWith({ policy, secrets, upstreamCa: undefined });
    expect(await statusOf(proxy)).toBe(503);
    replace(path, stage.authority.certificate);
    await becomes(proxy, 200);
    expect(said).toEqual(["certificate 'corp-ca' was replaced"]);
  });
});

describe('after a rotation nothing is sent', () => {
  test('over a new connection to an upstream that only the old authority vouches for', async () => {
    const upstreamCa = file(stage.authority.certificate);
    const { proxy } = await proxyWith({ upstreamCa });
    writeFileSync(upstreamCa, stranger);
    await trusts(stranger);
    expect(await statusOf(proxy)).toBe(503);
    expect(stage.model.requests).toEqual([]);
  });

  test('to an upstream whose certificate is for another host', async () => {
    const impostor = await StandInModel.start({ authority: stage.authority, hosts: ['other.example.com'] });
    const upstreamCa = file(stranger);
    const resolve = [{ host, port: 443, address: '127.0.0.1', addressPort: impostor.port }];
    const { proxy } = await proxyWith({ upstreamCa, resolve });
    writeFileSync(upstreamCa, stage.authority.certificate);
    await trusts(stage.authority.certificate);
    expect(await statusOf(proxy)).toBe(503);
    expect(impostor.requests).toEqual([]);
    await impostor.close();
  });
});

describe('the last good authority stays in force, and one line says so, once its file', () => {
  test.each([
    ['is deleted', (path: string) => rmSync(path), /no such file/],
    ['is emptied', (path: string) => truncateSync(path), /it holds no PEM certificate/],
    ['is damaged', (path: string) => writeFileSync(path, stranger.slice(0, 300)), /it holds a PEM certificate that is damaged/],
  ])('%s', async (_what, spoil, why) => {
    const upstreamCa = file(stage.authority.certificate);
    const { proxy, said } = await proxyWith({ upstreamCa });
    spoil(upstreamCa);
    await until(
      () => said.length > 0,
      () => 'nothing was said',
    );
    await pause(600);
    expect(said).toEqual([expect.stringMatching(/^--upstream-ca must be .*; the last good one stays in force$/)]);
    expect(said[0]).toMatch(why);
    expect(await statusOf(proxy)).toBe(200);
  });
});
