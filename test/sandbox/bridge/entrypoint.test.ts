import { describe, expect, test } from 'vitest';
import { entrypoint, forwards } from '../../../lib/sandbox/bridge/entrypoint';

const socket = '/run/airlock/proxy.sock';

test("Node's words lead the two ports of the variables to the proxy's sockets", () => {
  expect(entrypoint('node').join(' ')).toBe(
    'node /run/airlock/bridge.cjs --forward 127.0.0.1:8080=/run/airlock/gateway.sock --forward 127.0.0.1:3128=/run/airlock/proxy.sock --',
  );
});

test('an IPv6 address is written in brackets', () => {
  expect(forwards([{ address: '::', port: 443, socket }])).toEqual(['--forward', `[::]:443=${socket}`]);
});

describe('socat has no words for', () => {
  test.each([
    ['an IPv6 address', { address: '::1', port: 80, socket }, "socat's doors must be at IPv4 addresses, got '::1'"],
    ['a name', { address: 'localhost', port: 80, socket }, "got 'localhost'"],
    ['a path that it would read otherwise', { address: '127.0.0.1', port: 80, socket: '/run/a,b' }, "got '/run/a,b'"],
    ['a path that the shell would read otherwise', { address: '127.0.0.1', port: 80, socket: '/run/$(id)' }, 'plain paths'],
  ])('%s', (_, door, message) => {
    expect(() => entrypoint('socat', [door])).toThrow(message);
  });
});
