import { describe, expect, test } from 'vitest';
import { AwsCredentialsFile } from './aws-credentials-file';
import { expectedAuthorization } from './expected-authorization';
import { api, CredentialStage } from './stage';

const service = { service: 'bedrock', region: 'eu-west-1' };
const keys = { accessKeyId: 'AKIDFIRST', secretAccessKey: 'first-secret-key', sessionToken: 'first-session-token' };
const other = { accessKeyId: 'AKIDSECOND', secretAccessKey: 'second/secret+key' };
const file = new AwsCredentialsFile(keys);
const destination = { ...api, encodedSlash: 'allow', credential: { type: 'aws-sigv4', ...service } } as const;
const stage = new CredentialStage([destination], () => ({ props: { awsCredentials: { kind: 'file', file: file.path } } }));

/** The one request that the upstream saw, which must be signed with these keys as AWS's own library signs it. */
async function signedBy(given: typeof keys | typeof other) {
  expect(stage.upstream.seen).toHaveLength(1);
  const [seen] = stage.upstream.seen;
  if (!seen) throw new Error('nothing was forwarded');
  expect(seen.headers.authorization).toBe(await expectedAuthorization(seen, { ...given, ...service }));
  return seen;
}

describe('what is allowed is signed as it is sent', () => {
  test.each([
    '/',
    '/model/eu.anthropic.claude-x-v1:0/invoke',
    '/model/eu.anthropic.claude-x-v1%3A0/invoke',
    '/model/arn:aws:bedrock:eu-west-1:1:inference-profile%2Feu.x/converse-stream',
    '/a%2fb%20c+d~e@f=g$h,i;j!k(l)m*n%25%C3%A9%c3%a9',
    '/x?b=2&a=1&a=0&A=3',
    '/x?a&b=&=c&&d',
    '/x?a=%2F/:@$~*%20b%c3%a9=c%3D&a-b=1&aZ=2',
    '/x?',
  ])('POST %s', async (path) => {
    expect(await stage.send(`POST /api${path}`, ['Content-Type: application/json'], '{"a":1}')).toMatchObject({ status: 200 });
    expect(await signedBy(keys)).toMatchObject({ url: path, body: '{"a":1}', headers: { host: 'api.example.org' } });
  });

  test.each([
    ['GET', '', []],
    ['DELETE', '', []],
    ['POST', '\u0000\r\n é', ['X-Amz-Target:  A  b ', 'X-Amzn-Bedrock-Guardrailidentifier: g']],
    ['PUT', 'x'.repeat(300_000), ['Content-Type: text/plain']],
  ])('%s with another body and other headers', async (method, body, headers) => {
    expect(await stage.send(`${method} /api/x`, headers, body)).toMatchObject({ status: 200 });
    expect((await signedBy(keys)).body).toBe(Buffer.from(body).toString('latin1'));
  });

  test('what others on the way may change is not signed', async () => {
    await stage.send('POST /api/x', ['User-Agent: a', 'Accept: b', 'X-Amz-Target: c', 'Content-Type: d'], '{}');
    const signed = 'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target';
    expect((await signedBy(keys)).headers.authorization).toContain(` SignedHeaders=${signed}, `);
  });

  test('a body in chunks', async () => {
    const chunks = `10000\r\n${'x'.repeat(0x1_00_00)}\r\n1\r\ny\r\n0\r\n\r\n`;
    expect(await stage.sendAsIs('POST /api/x', ['Transfer-Encoding: chunked'], chunks)).toMatchObject({ status: 200 });
    expect((await signedBy(keys)).body).toBe(`${'x'.repeat(0x1_00_00)}y`);
  });
});

describe('the agent’s own', () => {
  test.each([
    ['signature', 'Authorization: AWS4-HMAC-SHA256 Credential=AKIDMINE/20260101/eu-west-1/bedrock/aws4_request, Signature=0'],
    ['bearer token', 'Authorization: Bearer AKIDMINE'],
    ['date', 'X-Amz-Date: AKIDMINE'],
    ['hash', 'X-Amz-Content-Sha256: AKIDMINE'],
    ['unsigned hash', 'X-Amz-Content-Sha256: UNSIGNED-PAYLOAD-AKIDMINE'],
    ['session', 'X-Amz-Security-Token: AKIDMINE'],
    ['path as another filter left it', 'X-Envoy-Original-Path: /AKIDMINE'],
    ['word that the connection ends there', 'Connection: X-Amz-Date, Authorization'],
  ])('%s is gone, and not signed', async (_what, header) => {
    expect(await stage.send('POST /api/x', [header], '{}')).toMatchObject({ status: 200 });
    const { headers } = await signedBy(keys);
    expect(JSON.stringify(headers)).not.toContain('AKIDMINE');
    expect(Object.keys(headers).sort()).toEqual([
      ...['authorization', 'content-length', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
    ]);
  });

  test('other destination is not signed for', async () => {
    await stage.send('GET /other/x', [
      'X-Amz-Date: AKIDMINE',
      'X-Amz-Content-Sha256: AKIDMINE',
      'X-Amz-Security-Token: AKIDMINE',
    ]);
    expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([{ host: 'other.example.org' }]);
  });
});

describe('a body over the limit gets a 413, and nothing is forwarded', () => {
  test.each([
    ['by its length', ['Content-Length: 1000001'], 'x'.repeat(1_000_001)],
    ['in chunks', ['Transfer-Encoding: chunked'], `F4241\r\n${'x'.repeat(1_000_001)}\r\n0\r\n\r\n`],
  ])('%s', async (_what, headers, body) => {
    expect(await stage.sendAsIs('POST /api/x', headers, body)).toMatchObject({
      status: 413,
      json: { reason: 'request-too-large' },
    });
    expect(stage.upstream.seen).toEqual([]);
  });
});

describe('when the credentials change', () => {
  test('requests are signed with the new ones', async () => {
    file.put(other);
    const signer = async () => {
      stage.upstream.seen.length = 0;
      await stage.send('GET /api/x');
      return /Credential=([^/]*)/.exec(String(stage.upstream.seen[0]?.headers.authorization))?.[1];
    };
    await expect.poll(signer).toBe(other.accessKeyId);
    expect(Object.keys((await signedBy(other)).headers)).not.toContain('x-amz-security-token');
  });

  test.each([
    ['nothing', []],
    ['a signature', ['Authorization: AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/bedrock/aws4_request, Signature=0']],
    ['a date and a hash', ['X-Amz-Date: 20260101T000000Z', 'X-Amz-Content-Sha256: UNSIGNED-PAYLOAD']],
  ])('without them a request that brings %s gets a 401, and nothing is forwarded', async (_what, headers) => {
    file.put();
    await stage.settled(401);
    const answer = await stage.send('POST /api/x', headers, '{}');
    expect(answer).toMatchObject({ status: 401, json: { reason: 'credential-missing', destination: 'api' } });
    expect(stage.upstream.seen).toEqual([]);
  });
});

test.each([keys.secretAccessKey, keys.sessionToken, other.secretAccessKey])(
  '%s is in nothing that Envoy printed, logged, answered or tells of itself',
  async (secret) => {
    expect(await stage.said()).not.toContain(secret);
  },
);
