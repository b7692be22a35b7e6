import { describe, expect, test } from 'vitest';
import { Unusable } from '../../bin/exit';
import { parseResolve } from '../../bin/parse-resolve';

describe('--resolve', () => {
  test.each([
    ['api.example.com:443=127.0.0.1:8443', { host: 'api.example.com', port: 443, address: '127.0.0.1', addressPort: 8443 }],
    ['API.Example.com:443=[::1]:8443', { host: 'api.example.com', port: 443, address: '::1', addressPort: 8443 }],
    ['localhost:1=10.0.0.1:65535', { host: 'localhost', port: 1, address: '10.0.0.1', addressPort: 65_535 }],
    ['[2001:db8::1]:443=[2001:db8::2]:443', { host: '2001:db8::1', port: 443, address: '2001:db8::2', addressPort: 443 }],
  ])('takes %s', (text, resolve) => {
    expect(parseResolve(text)).toEqual(resolve);
  });

  test.each([
    '',
    'api.example.com',
    'api.example.com:443',
    'api.example.com:443:127.0.0.1',
    'api.example.com=127.0.0.1:443',
    'api.example.com:443=127.0.0.1',
    'api.example.com:443=localhost:443',
    'api.example.com:443=127.0.0.256:443',
    'api.example.com:443=127.1:443',
    'api.example.com:443=::1:443',
    'api.example.com:443=[127.0.0.1]:443',
    'api.example.com:443=[::g]:443',
    'api.example.com:0=127.0.0.1:443',
    'api.example.com:443=127.0.0.1:0',
    'api.example.com:65536=127.0.0.1:443',
    'api.example.com:443=127.0.0.1:65536',
    'api.example.com:443=127.0.0.1:443 ',
    '*.example.com:443=127.0.0.1:443',
    'https://api.example.com:443=127.0.0.1:443',
  ])("refuses '%s'", (text) => {
    expect(() => parseResolve(text)).toThrow(Unusable);
    expect(() => parseResolve(text)).toThrow(`got '${text}'`);
  });
});
