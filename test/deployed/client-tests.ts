import type { Socket } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { expect, test } from 'vitest';
import { exchange, handshake } from '../envoy/raw-client';

/** Where a client of a deployed proxy comes in, be it by the gateway, or by asking for a host without knowing of a proxy. */
export type Entrance = 'gateway' | 'https' | 'http';

/** A proxy as a cloud deploys it, for a policy that intercepts `github.com` and `npm.example.com`, and permits `GET /acme/**` of the first alone. */
export interface DeployedScene {
  /** PEM of the boundary's authority, by which only `github.com` has a certificate. */
  readonly authority: () => string;
  /** A host that is reached by a gateway. */
  readonly gatewayHost: string;
  /** A connection as the load balancer makes it, for an agent. */
  readonly through: (entrance: Entrance) => Socket;
  /** The same for somebody else: who, by the words of a test's name. */
  readonly strangers: Readonly<Record<string, (entrance: Entrance) => Socket>>;
  /** One of which the load balancer says nothing. */
  readonly unannounced: (entrance: Entrance) => Socket;
}

const get = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

/** What must hold of a deployed proxy, whichever cloud it is on. */
export function clientTests({ authority, gatewayHost, through, strangers, unannounced }: DeployedScene): void {
  test('ends TLS of a client that knows nothing of a proxy, and judges what it asks', async () => {
    const secure = await handshake(through('https'), 'github.com', authority());
    const answer = await exchange(secure, get('/other/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
  });

  test('judges its plain HTTP, too', async () => {
    const answer = await exchange(through('http'), get('/other/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
  });

  test('gives agents the certificate to trust', async () => {
    const answer = await exchange(through('gateway'), get('/-/ca.pem', 'door'));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(authority().trim());
  });

  const unwelcome: readonly (readonly [string, string, DeployedScene['through']])[] = [
    ['a host outside the policy', 'evil.example.org', through],
    ['a gateway’s host', gatewayHost, through],
    ['a host whose certificate nobody has stored', 'npm.example.com', through],
    ...Object.entries(strangers).map(([who, stranger]) => [who, 'github.com', stranger] as const),
  ];

  test.each(unwelcome)('closes, or isn’t trusted by, a client that comes for or by %s', async (_, name, connection) => {
    await expect(handshake(connection('https'), name, authority(), { checkServerIdentity })).rejects.toThrow();
  });

  test('lets in nobody of whom the load balancer says nothing', async () => {
    const answer = await exchange(unannounced('http'), get('/acme/app/info/refs', 'github.com'));
    expect(answer).toMatchObject({ text: '', closed: true });
  });
}
