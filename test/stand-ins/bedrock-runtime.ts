import { crc32 } from 'node:zlib';
import { messagesAnswer } from '../../bin/demo/messages-answer';
import type { SeenRequest, UpstreamAnswer } from './upstream';

/**
 * What Amazon Bedrock's runtime answers when a model of Anthropic's is invoked, in form, whatever the model;
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
export function bedrockAnswer({ method, url, body }: SeenRequest): UpstreamAnswer {
  const operation = /^\/model\/[^/]+\/([a-z-]+)$/.exec(url)?.[1];
  const asked = { ...JSON.parse(body || '{}'), stream: operation === 'invoke-with-response-stream' };
  if (method !== 'POST' || !operation) return { status: 404, body: '{"message":"no such operation"}' };
  const { status, headers, parts } = messagesAnswer({ method, path: '/v1/messages', body: JSON.stringify(asked) });
  if (!asked.stream) return { status, headers, body: parts.join('') };
  const events = parts.map((part) => /^data: (.*)$/m.exec(part)?.[1] ?? '{}');
  return { status, headers: { 'content-type': 'application/vnd.amazon.eventstream' }, body: Buffer.concat(events.map(chunk)) };
}

/** One message of an event stream; https://smithy.io/2.0/aws/amazon-eventstream.html */
function chunk(event: string): Buffer {
  const names = { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' };
  const headers = Buffer.concat(Object.entries(names).map(([name, value]) => header(name, value)));
  const payload = Buffer.from(JSON.stringify({ bytes: Buffer.from(event).toString('base64') }));
  const lengths = [12 + headers.length + payload.length + 4, headers.length].map(uint32);
  const prelude = Buffer.concat([...lengths, uint32(crc32(Buffer.concat(lengths)))]);
  const message = Buffer.concat([prelude, headers, payload]);
  return Buffer.concat([message, uint32(crc32(message))]);
}

function header(name: string, value: string): Buffer {
  // type 7 is a string, whose length takes two bytes
  const size = Buffer.from([7, 0, value.length]);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), size, Buffer.from(value)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
