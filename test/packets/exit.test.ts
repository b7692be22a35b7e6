import { describe, expect, test } from 'vitest';
import { differences } from './comparison';
import { type Exit, foretold, type NamedHost } from './exit';
import type { Shot } from './shot';

// How a report's exits are read; that reading decides what the comparison with packets is worth.

const host: NamedHost = { name: 'Proxy', address: '10.0.0.11', id: 'Stack/Proxy', networkCidrs: ['10.0.0.0/16'] };
const shot = (protocol: Shot['protocol'], port: number): Shot => ({
  from: 'Agent',
  source: '10.0.0.10',
  to: '10.0.0.11',
  protocol,
  port,
});
const shots = [shot('tcp', 8079), shot('tcp', 8080), shot('tcp', 8081), shot('udp', 8080), shot('icmp', 0)];
const exit = (changes: Partial<Exit>): Exit => ({
  kind: 'proxy',
  destination: 'Stack/Proxy',
  family: 'ipv4',
  protocol: 'tcp',
  ports: [{ from: 8080, to: 8080 }],
  ...changes,
});

describe('an exit foretells', () => {
  test.each<[string, Partial<Exit>, string[]]>([
    ['a port of a host', {}, ['Proxy ipv4 tcp/8080']],
    ['a range of ports', { ports: [{ from: 8000, to: 8080 }] }, ['Proxy ipv4 tcp/8079', 'Proxy ipv4 tcp/8080']],
    [
      'several ranges',
      {
        ports: [
          { from: 1, to: 8079 },
          { from: 8081, to: 8081 },
        ],
      },
      ['Proxy ipv4 tcp/8079', 'Proxy ipv4 tcp/8081'],
    ],
    ['every port, if none is given', { ports: [], protocol: 'udp' }, ['Proxy ipv4 udp/8080']],
    ['ICMP', { ports: [], protocol: 'icmp' }, ['Proxy ipv4 icmp']],
    ['nothing that IPv4 carries, by ICMPv6', { ports: [], protocol: 'icmpv6' }, []],
    [
      'every protocol',
      { ports: [], protocol: 'any' },
      ['Proxy ipv4 tcp/8079', 'Proxy ipv4 tcp/8080', 'Proxy ipv4 tcp/8081', 'Proxy ipv4 udp/8080', 'Proxy ipv4 icmp'],
    ],
    ['nothing of another family', { family: 'ipv6' }, []],
    ['a host in a part of its network', { destination: '10.0.0.0/24' }, ['Proxy ipv4 tcp/8080']],
    ['no host in another part', { destination: '10.0.1.0/24' }, []],
    [
      'no host in a wider range, but the internet',
      { destination: '0.0.0.0/0' },
      ['3.5.140.10', '93.184.216.34', '151.101.1.69', '203.0.113.9'].map((address) => `${address} ipv4 tcp/8080`),
    ],
    ['a half of the internet', { destination: '128.0.0.0/1' }, ['151.101.1.69 ipv4 tcp/8080', '203.0.113.9 ipv4 tcp/8080']],
    ['one address of it', { destination: '203.0.113.9' }, ['203.0.113.9 ipv4 tcp/8080']],
    ['nothing at a name that is no host', { destination: 'Stack/Other' }, []],
  ])('%s', (_, changes, lines) => {
    expect([...foretold([exit(changes)], [host], shots)].sort()).toEqual([...lines].sort());
  });
});

describe('a judge is at odds with packets', () => {
  const seen = (...lines: string[]) => ({ hosts: [host], shots, reached: new Set(lines) });
  const leak = exit({ kind: 'leak', destination: '203.0.113.9' });
  test.each<[string, string[], Exit[], string[]]>([
    ['who misses a line', ['Proxy ipv4 tcp/8080'], [], ['missed: Proxy ipv4 tcp/8080']],
    ['who imagines a line', [], [exit({})], ['imagined: Proxy ipv4 tcp/8080']],
    [
      'who calls a leak confined',
      ['203.0.113.9 ipv4 tcp/8080'],
      [{ ...leak, kind: 'confined' }],
      ['packets leak, and no exit is a leak'],
    ],
    [
      'who doubts a sealed system',
      ['Proxy ipv4 tcp/8080'],
      [exit({ kind: 'unknown' })],
      ['packets show no leak, got unknown Stack/Proxy'],
    ],
    [
      'who allows more than the listener',
      ['Proxy ipv4 tcp/8081'],
      [exit({ ports: [{ from: 8081, to: 8081 }] })],
      ['packets reach more of the proxy than its listener, and every exit is allowed'],
    ],
  ])('%s', (_, lines, exits, expected) => {
    expect(differences(seen(...lines), exits)).toEqual(expected);
  });

  test.each<[string, string[], Exit[]]>([
    ['who sees the door', ['Proxy ipv4 tcp/8080'], [exit({})]],
    ['who sees the leak', ['203.0.113.9 ipv4 tcp/8080'], [leak]],
    ['who sees nothing where nothing is', [], []],
  ])('but not one %s', (_, lines, exits) => {
    expect(differences(seen(...lines), exits)).toEqual([]);
  });
});
