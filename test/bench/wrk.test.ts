import { expect, test } from 'vitest';
import { wrkSample } from '../../bench/generators/wrk';

const url = 'http://127.0.0.1:8080/';
const printed = (fields: Readonly<Record<string, number>>) =>
  `Running 1s test\n  1 threads\n\nsample ${JSON.stringify({ requests: 1000, failed: 0, microseconds: 500_000, p50: 20, p99: 90, ...fields })}\n`;

test('a sample is read from what wrk printed', () => {
  expect(wrkSample(printed({}), url)).toEqual({ requests: 1000, seconds: 0.5, p50: 20, p99: 90 });
});

test.each([
  ['a request failed', printed({ failed: 1 }), `1 of 1000 requests to ${url} failed`],
  ['nothing was answered', printed({ requests: 0 }), `0 of 0 requests to ${url} failed`],
  ['wrk could not connect', 'unable to connect to 127.0.0.1:8080 Connection refused', `wrk said nothing of ${url}`],
])('there is no sample if %s', (_, output, message) => {
  expect(() => wrkSample(output, url)).toThrow(message);
});
