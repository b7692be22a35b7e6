import { describe, expect, test } from 'vitest';
import type { AgentSize } from '../../lib/aws/agent-task';
import { refuseOtherSizes } from '../../lib/aws/fargate-size';
import { agentIn, airlockIn, stackOf } from './fixture';
import { proxyIn } from './proxy-fixture';
import { toolIn } from './tool-fixture';

test.each([
  [256, 512],
  [256, 2048],
  [1024, 8192],
  [4096, 30_720],
  [8192, 61_440],
  [16_384, 122_880],
])('Fargate has %i CPU units with %i MiB', (cpu, memoryMiB) => {
  expect(() => refuseOtherSizes({ cpu, memoryMiB })).not.toThrow();
});

test.each([
  [512, 512, 'size.memoryMiB must be one of 1024, 2048, 3072, 4096, as size.cpu is 512, got 512'],
  [256, 1536, 'must be one of 512, 1024, 2048'],
  [256, 4096, 'got 4096'],
  [1024, 2049, 'got 2049'],
  [2048, 2048, 'got 2048'],
  [8192, 17_408, 'got 17408'],
  [16_384, 131_072, 'got 131072'],
  [1000, 2048, 'size.cpu must be one of 256, 512, 1024, 2048, 4096, 8192, 16384'],
  [0, 0, 'got 0'],
  [Number.NaN, 512, 'got NaN'],
])('Fargate has no %f CPU units with %f MiB', (cpu, memoryMiB, message) => {
  expect(() => refuseOtherSizes({ cpu, memoryMiB })).toThrow(message);
});

describe('a size that Fargate has not is refused where it is given', () => {
  const size = { cpu: 256, memoryMiB: 4096 };

  test.each<[string, () => unknown]>([
    ['an agent', () => agentIn(stackOf(), { size })],
    ['proxies', () => proxyIn(stackOf(), { size })],
    [
      'a tool',
      () => {
        const stack = stackOf();
        return toolIn(stack, { network: airlockIn(stack).egress, size });
      },
    ],
  ])('of %s', (_, act) => {
    expect(act).toThrow('size.memoryMiB must be one of 512, 1024, 2048, as size.cpu is 256, got 4096');
  });
});

describe('room for files that Fargate has not is refused', () => {
  test.each<[string, AgentSize, string]>([
    ['no memory at /tmp, which would be all of it', { tmpMiB: 0 }, 'size.tmpMiB must be 1 to 2047, as it is part of'],
    ['less than none', { tmpMiB: -1 }, 'got -1'],
    ['half a MiB', { tmpMiB: 0.5 }, 'got 0.5'],
    ['all of the memory', { tmpMiB: 2048 }, 'got 2048'],
    ['no disk', { storageGiB: 0 }, 'size.storageGiB must be 21 to 200, or left out for 20, got 0'],
    ['less disk than without a word', { storageGiB: 20 }, 'got 20'],
    ['more disk than there is', { storageGiB: 201 }, 'got 201'],
  ])('%s', (_, size, message) => {
    expect(() => agentIn(stackOf(), { size })).toThrow(message);
  });

  test('and what it has is not', () => {
    expect(() => agentIn(stackOf(), { size: { tmpMiB: 2047, storageGiB: 200 } })).not.toThrow();
  });
});
