import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources } from '../network/airlock';
import { strangers, writing } from './writing-agent';

const names = Array.from({ length: 12 }, (_, index) => `Stream${index}`);
const stream = (name: string) => att(name, 'Arn');
const pipe = (from: string, to: string): Resources => ({
  [`${from}To${to}`]: of('Pipes::Pipe', { Source: stream(from), Target: stream(to) }),
});
const streams: Resources = Object.assign(writing('kinesis-streams', 'kinesis:PutRecord', stream('Stream0')), {
  ...Object.fromEntries(names.map((name) => [name, of('Kinesis::Stream', {})])),
});
const each = (to: (name: string, index: number) => readonly string[]): Resources =>
  Object.assign({}, ...names.flatMap((name, index) => to(name, index).map((next) => pipe(name, next))));
const ring = each((_, index) => [names[(index + 1) % names.length] as string]);
const mesh = each((name) => names.filter((other) => other !== name));
const read: Resources = {
  Policy: of('Kinesis::ResourcePolicy', {
    ResourceArn: stream('Stream11'),
    ResourcePolicy: {
      Statement: [{ Effect: 'Allow', Principal: { AWS: strangers }, Action: 'kinesis:GetRecords', Resource: stream('Stream11') }],
    },
  }),
};

describe('an agent that writes a stream', () => {
  findingRows([
    ['of a ring that nobody reads', { ...streams, ...ring }],
    ['of a ring of which two accounts read another', { ...streams, ...ring, ...read }, 'ENDPOINT-001'],
    ['of many that all pass on to each other', { ...streams, ...mesh }],
    [
      'of many that all pass on to each other, of which two accounts read another',
      { ...streams, ...mesh, ...read },
      'ENDPOINT-001',
    ],
  ]);
});
