import { expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { egressRules } from '../../lib/policy/egress-rules';

const tunnel = (name: string, more: object) => ({ name, hosts: [`${name}.example.org`], access: 'tunnel', ...more });
const rulesFor = (...destinations: object[]) => egressRules(EgressPolicy.parse({ version: 1, destinations }));
const tls = { cidr: '0.0.0.0/0', port: 443 };

test('a policy of public hosts on 443 opens 443 and nothing else', () => {
  expect(rulesFor(tunnel('mirror', {}))).toEqual([tls]);
});

test('each port that a destination lists is opened', () => {
  expect(rulesFor(tunnel('a', { ports: [443, 8443] }), tunnel('b', { ports: [8443] }))).toEqual([
    tls,
    { cidr: '0.0.0.0/0', port: 8443 },
  ]);
});

test('a destination with addresses opens those, and its port nowhere else', () => {
  const orders = { name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' };
  expect(rulesFor({ ...orders, upstream: { addresses: ['10.20.0.0/16', '10.30.0.0/16'], port: 8443 } })).toEqual([
    tls,
    { cidr: '10.20.0.0/16', port: 8443 },
    { cidr: '10.30.0.0/16', port: 8443 },
  ]);
});

test('the port of a token endpoint', () => {
  const client = { type: 'oauth2-client', tokenUrl: 'https://login.example.org:8443/token', clientId: 'me', secret: 'client' };
  expect(rulesFor({ name: 'api', host: 'api.example.org', access: 'gateway', allow: 'any', credential: client })).toEqual([
    tls,
    { cidr: '0.0.0.0/0', port: 8443 },
  ]);
});
