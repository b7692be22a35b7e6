import { describe, expect, test } from 'vitest';
import { findings, policy, policyOfTwo, rendered, writings } from './deployed';

const resolve = [{ host: 'api.anthropic.com', port: 443, address: '10.9.9.9', addressPort: 8443 }];

describe('what is rendered from a policy admits nothing beyond it', () => {
  test.each(writings)('written as %s', (_, write) => {
    expect(findings(write(rendered()))).toEqual([]);
  });

  test.each([
    [
      'for two agents',
      policyOfTwo,
      {
        agents: [
          { agent: 'reviewer', endpointIds: ['vpce-1'] },
          { agent: 'builder', sources: ['10.0.1.0/24'] },
        ],
      },
    ],
    ['with a fixed address that TLS verifies', policy, { resolve }],
    ['with an administration socket', policy, { adminSocket: '/run/admin.sock' }],
    ['without a health port, at resolvers of its own', policy, { healthPort: undefined, resolvers: ['10.0.0.2:53'] }],
    ['with secrets in files', policy, { secrets: { kind: 'files', directory: '/run/secrets' } as const }],
    ['without the PROXY protocol', policy, { proxyProtocol: false, auditLogs: ['/var/log/audit'] }],
  ])('%s', (_, of, more) => {
    expect(findings(JSON.stringify(rendered(of, more)), of)).toEqual([]);
  });
});

test('a tunnel to a fixed address is unknown, as nobody verifies who answers there', () => {
  const fixed = [{ host: 'one.mirror.example.org', port: 443, address: '10.9.9.9', addressPort: 8443 }];
  const found = findings(JSON.stringify(rendered(policy, { resolve: fixed })));
  expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
});
