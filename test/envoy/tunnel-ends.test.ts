import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { policyOf } from './policies';
import { handshake, openTunnel } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const host = 'resolved.example.org';

let authority: CertificateAuthority;
let names: NameServer;
let server: Server;
let port: number;
let envoy: RunningEnvoy;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  names = await startNameServer({ [host]: ['127.0.0.1'] });
  const { key, certificate } = await authority.issue({ hosts: [host] });
  server = obedient(key, certificate).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  const upstream = { addresses: ['10.0.0.1/32'] };
  envoy = await startEnvoy(policyOf([{ name: 'tunnel', hosts: [host], access: 'tunnel', ports: [port], upstream }]), {
    ca: authority.certificate,
    props: { resolvers: [names.address] },
    // no policy may permit loopback, and an hour is too long for a test
    edit: (text) => text.replaceAll('"10.0.0.1"', '"127.0.0.1"').replaceAll('"idle_timeout":"3600s"', '"idle_timeout":"3s"'),
  });
});
afterAll(async () => {
  await envoy?.stop();
  server?.close();
  names?.close();
});

/** A TLS server that closes or resets its connection when it is told to, and otherwise answers. */
function obedient(key: string, cert: string): Server {
  const sockets: Socket[] = [];
  const told = createServer({ key, cert }, (secure) => {
    secure.on('error', () => undefined);
    secure.on('data', (data) => {
      if (data.includes('close')) secure.end();
      else if (data.includes('reset')) for (const socket of sockets) socket.resetAndDestroy();
      else secure.write('answer');
    });
  });
  return told.on('connection', (socket) => sockets.push(socket));
}

// a reset arrives as a close behind the exit; what it must not be is a tunnel that stays open
test.each([
  ['the agent vanished', 'RemoteReset', 'vanish'],
  ['the upstream closed it', 'Normal', 'close'],
  ['the upstream reset it', 'Normal', 'reset'],
  ['nothing passed for long', 'tcp_session_idle_timeout', 'wait'],
])('a tunnel to a resolved name says that %s', async (_, end, word) => {
  const before = (await envoy.audit(0)).length;
  const secure = await handshake(await openTunnel(envoy.proxy, `${host}:${port}`), host, authority.certificate);
  secure.on('error', () => undefined);
  secure.write('hello');
  await once(secure, 'data');
  if (word === 'vanish') secure.destroy();
  else if (word !== 'wait') secure.write(word);
  if (!secure.destroyed) await once(secure.resume(), 'close');
  const record = (await envoy.audit(before + 1)).at(-1);
  expect(record).toMatchObject({ decision: 'allow', reason: 'allowed', access: 'tunnel', sni: host, end });
  expect(Math.min(record?.bytesIn ?? 0, record?.bytesOut ?? 0)).toBeGreaterThan(300);
});
