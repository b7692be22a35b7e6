import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { checkServerIdentity } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { freePorts } from '../envoy/free-ports';
import { proxyHeader } from '../envoy/proxy-header';
import { exchange, handshake } from '../envoy/raw-client';
import { argumentsFor, endpointId, placeholdersFor } from './deployed-arguments';

const policy = EgressPolicy.fromFile('examples/aws-fargate-tools/airlock.yaml');
const own = [8080, 3128, 8443, 8081, 9902];

let boundary: CertificateAuthority;
let envoy: ChildProcess;
let ports: ReadonlyMap<number, number>;

/** Starts what ECS would, on free ports, with the certificates that somebody has stored. */
beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const leaf = await boundary.issue({ hosts: ['github.com'] });
  const free = await freePorts(own.length);
  ports = new Map(own.map((port, index) => [port, free[index] ?? 0]));
  const args = argumentsFor(policy).map((argument) =>
    argument.replace(/(port_value: )(\d+)/g, (_, name, port) => name + String(ports.get(Number(port)) ?? port)),
  );
  const env = {
    ...placeholdersFor(args.at(-1) ?? ''),
    AIRLOCK_CERTIFICATE_INTERCEPT_CA: boundary.certificate,
    AIRLOCK_INTERCEPT_GIT_FETCH_CERTIFICATE: leaf.certificate,
    AIRLOCK_INTERCEPT_GIT_FETCH_KEY: leaf.key,
  };
  envoy = spawn(await findEnvoy(), args, { env, stdio: 'ignore' });
  await ready(`http://127.0.0.1:${ports.get(9902)}/ready`);
});

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200 && envoy.exitCode === null; attempt += 1) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(100);
  }
  throw new Error(`Envoy did not start, and ended with ${envoy.exitCode}`);
}

afterAll(async () => {
  envoy?.kill('SIGKILL');
  if (envoy && envoy.exitCode === null && envoy.signalCode === null) await once(envoy, 'exit');
});

/** A connection as the load balancer makes it, for whoever came by an endpoint. */
function through(port: number, endpoint = endpointId): Socket {
  const client = connect(ports.get(port) ?? 0, '127.0.0.1');
  client.write(proxyHeader({ source: '10.64.2.5', port, endpointId: endpoint }));
  return client;
}

const get = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

describe('what is deployed', () => {
  test('ends TLS of a client that knows nothing of a proxy, and judges what it asks', async () => {
    const secure = await handshake(through(8443), 'github.com', boundary.certificate);
    const answer = await exchange(secure, get('/other/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
  });

  test('judges its plain HTTP, too', async () => {
    const answer = await exchange(through(8081), get('/other/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
  });

  test('gives agents the certificate to trust', async () => {
    const answer = await exchange(through(8080), get('/-/ca.pem', 'door'));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(boundary.certificate.trim());
  });

  test.each([
    ['another endpoint', 'github.com', 'vpce-0123456789abcdef1'],
    ['a host outside the policy', 'evil.example.org', endpointId],
    ['a gateway’s host', 'bedrock-runtime.eu-west-1.amazonaws.com', endpointId],
    ['a host whose certificate nobody has stored', 'npm.example.com', endpointId],
  ])('closes, or isn’t trusted by, a client that comes for or by %s', async (_, name, endpoint) => {
    await expect(handshake(through(8443, endpoint), name, boundary.certificate, { checkServerIdentity })).rejects.toThrow();
  });

  test('lets in nobody of whom the load balancer says nothing', async () => {
    const answer = await exchange(connect(ports.get(8081) ?? 0, '127.0.0.1'), get('/acme/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ text: '', closed: true });
  });
});
