import { expect, test } from 'vitest';
import { stripFromAgent } from '../../lib/envoy/filters/header-hygiene';

// RE2 matches the whole name; the credential's header holds what means something in an expression
const text = JSON.parse(/"regex":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(stripFromAgent(['key.*'])))?.[1] ?? '""') as string;
const stripped = new RegExp(`^${text.replace('(?i)', '')}$`, 'i');

test.each(['authorization', 'Cookie', 'key.*', 'te', 'x-forwarded', 'X-Forwarded-For', 'x-envoy-retry-on', 'xi-api-key'])(
  '%s is stripped',
  (name) => {
    expect(name).toMatch(stripped);
  },
);

test.each(['accept', 'key', 'key.a', 'keyed', 'authorization-hint', 'my-cookie', 'my-x-forwarded-for', 'tea', 'x-envoy'])(
  '%s passes',
  (name) => {
    expect(name).not.toMatch(stripped);
  },
);
