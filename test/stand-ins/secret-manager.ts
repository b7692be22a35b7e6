import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the stand-in knows of a secret: its newest version, that there is none, or another answer as it is. */
export type SecretAnswer =
  | { readonly value: string | Buffer }
  | { readonly none: 'NOT_FOUND' | 'FAILED_PRECONDITION' }
  | {
      readonly status: number;
      readonly body: string;
      /** Bytes that are announced but don't come. */
      readonly missing?: number;
      /** Milliseconds before it comes. */
      readonly afterMs?: number;
    };

/** A stand-in for Secret Manager: HTTPS on loopback, for whoever has the access token. */
export interface SecretManager {
  readonly port: number;
  /** By ids, `projects/PROJECT/secrets/NAME`. */
  readonly secrets: Map<string, SecretAnswer>;
  readonly asked: string[];
  /** Called while a request waits for its answer. */
  whileAsked: () => void;
  close(): Promise<void>;
}

export interface SecretManagerProps {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  readonly token: string;
}

/** Starts the stand-in on a free loopback port. */
export async function startSecretManager({ key, certificate, token }: SecretManagerProps): Promise<SecretManager> {
  const server = createServer({ key, cert: certificate }, async ({ url = '', headers }, response) => {
    manager.asked.push(url);
    manager.whileAsked();
    const { status, body, missing = 0, afterMs = 0 } = answerTo(url, headers.authorization === `Bearer ${token}`);
    if (afterMs > 0) await pause(afterMs);
    const length = Buffer.byteLength(body) + missing;
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', 'content-length': length });
    if (missing === 0) response.end(body);
    else response.write(body, () => response.destroy());
  });
  const answerTo = (url: string, isKnown: boolean) => {
    if (!isKnown) return failure(401, 'UNAUTHENTICATED');
    const [, id = ''] = /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions\/latest:access$/.exec(url) ?? [];
    return answered(id, manager.secrets.get(id) ?? { none: 'NOT_FOUND' });
  };
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const manager: SecretManager = {
    port: (server.address() as AddressInfo).port,
    secrets: new Map(),
    asked: [],
    whileAsked: () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return manager;
}

type Answered = Extract<SecretAnswer, { status: number }>;

function answered(id: string, answer: SecretAnswer): Answered {
  if ('none' in answer) return failure(answer.none === 'NOT_FOUND' ? 404 : 400, answer.none);
  if ('status' in answer) return answer;
  const data = Buffer.from(answer.value).toString('base64');
  return { status: 200, body: JSON.stringify({ name: `${id}/versions/1`, payload: { data, dataCrc32c: '1' } }, null, 2) };
}

/** An error as Google's APIs have it. */
export const failure = (code: number, status: string): Answered => ({
  status: code,
  body: JSON.stringify({ error: { code, message: `Secret [projects/1/secrets/x]: ${status}`, status } }, null, 2),
});
