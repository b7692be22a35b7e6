import { connect } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';

/** What came of one thing that the agent tried. */
export interface Exchange {
  /** What the agent got to see, in one line. */
  readonly seen: string;
  /** The reason that the audit record must give. */
  readonly reason: string;
  readonly succeeded: boolean;
}

/** Asks the model for a streamed answer, as an agent does. */
export async function streamedAnswer(client: Anthropic): Promise<Exchange> {
  const stream = client.messages.stream({
    model: 'claude-demo',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Say hello' }],
  });
  let parts = 0;
  stream.on('text', () => {
    parts += 1;
  });
  const text = await stream.finalText();
  return { seen: `"${text}" in ${parts} parts`, reason: 'allowed', succeeded: parts > 1 };
}

/** Asks the model's host for something that the policy does not list. */
export async function deniedPath(client: Anthropic): Promise<Exchange> {
  const error = await client.models.list().then(
    () => undefined,
    (cause: { status?: number; error?: { reason?: string } }) => cause,
  );
  return { seen: `${error?.status} ${error?.error?.reason}`, reason: 'path-not-allowed', succeeded: error?.status === 403 };
}

/** Asks the proxy for a tunnel to a host that the policy does not name. */
export async function deniedHost(proxyPort: number, authority: string): Promise<Exchange> {
  const head = await new Promise<string>((resolve, reject) => {
    const socket = connect(proxyPort, '127.0.0.1', () =>
      socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`),
    );
    socket.once('data', (data) => {
      resolve(data.toString('latin1'));
      socket.destroy();
    });
    socket.once('error', reject);
  });
  const status = Number(head.split(' ')[1]);
  const reason = /x-airlock-denied: (\S+)/.exec(head)?.[1];
  return { seen: `${status} ${reason}`, reason: 'host-not-allowed', succeeded: status === 403 };
}
