import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SeenRequest } from '../../stand-ins/upstream';

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly service: string;
  readonly region: string;
}

/** The `authorization` that AWS's own library computes for a request as the upstream received it, with the same headers and time. */
export async function expectedAuthorization(seen: SeenRequest, { service, region, ...credentials }: Signer): Promise<unknown> {
  const { headers, method, url, body } = seen;
  const signed = (/SignedHeaders=([^,]*)/.exec(String(headers.authorization))?.[1] ?? '').split(';');
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const signer = new SignatureV4({ credentials, service, region, sha256: Sha256, uriEscapePath: service !== 's3' });
  const request = {
    ...{ method, protocol: 'https:', hostname: String(headers.host), path, query: queryOf(query) },
    headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
    body: Buffer.from(body, 'latin1'),
  };
  const { headers: result } = await signer.sign(request, { signingDate: dateOf(String(headers['x-amz-date'])) });
  return result.authorization;
}

function queryOf(query: string): Record<string, string[]> {
  const bag: Record<string, string[]> = {};
  for (const pair of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decodeURIComponent);
    bag[name] = [...(bag[name] ?? []), value];
  }
  return bag;
}

const dateOf = (text: string): Date => new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
