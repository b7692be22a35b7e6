import { describe, expect, test } from 'vitest';
import { notAsAsked } from '../as-asked';
import type { Item } from '../world';
import { PlantedWorld } from './planted-world';

const lastTask = ({ world }: PlantedWorld): Item =>
  world.recorded.findLast(({ type }) => type === 'AWS::ECS::TaskDefinition') as Item;

const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

describe('the comparison with the template notices', () => {
  const rows: readonly (readonly [string, (world: PlantedWorld) => void, string])[] = [
    ['a resource that nobody created', (w) => void (w.world.recorded as unknown[]).pop(), 'must be created once, got 0 times'],
    [
      'a resource that was created twice',
      (w) => void (w.world.recorded as unknown[]).push(w.world.recorded.at(-1)),
      'must be created once, got 2 times',
    ],
    [
      'a resource that failed',
      (w) => {
        (w.world.recorded.at(-1) as Item).error = 'no';
      },
      'could not be created: no',
    ],
    ['a resource that is gone', (w) => void w.all('AWS::KMS::Key').pop(), 'no API describes it, although it was created'],
    [
      'a property that differs',
      (w) => {
        w.one('AWS::EC2::Subnet', ({ CidrBlock }) => CidrBlock === '10.64.0.0/24').CidrBlock = '10.64.0.0/25';
      },
      'CidrBlock must be "10.64.0.0/24", got "10.64.0.0/25"',
    ],
    ['a list that is longer', (w) => w.endpoint('.logs').PolicyDocument.Statement.push(everything), 'PolicyDocument must be'],
    [
      'a default rule that nothing removed',
      (w) => w.openRule(w.endpoint('.logs').Groups[0].GroupId),
      'SecurityGroupEgress must be',
    ],
    [
      'a property that was not asked for',
      (w) => {
        delete lastTask(w).properties.Cpu;
      },
      '/Cpu must be asked for as 1024, got undefined',
    ],
    [
      'a value that is not resolved',
      (w) => {
        lastTask(w).properties.ExecutionRoleArn = { Ref: 'Role' };
      },
      '/ExecutionRoleArn must resolve',
    ],
    [
      'a type that is not described',
      (w) => {
        const one = w.world.recorded.at(-1) as Item;
        one.type = 'AWS::SQS::Queue';
      },
      'its type must be described',
    ],
  ];
  test.each(rows)('%s', (_name, plant, message) => {
    const planted = new PlantedWorld();
    plant(planted);
    expect(notAsAsked(planted.world)).toContainEqual(expect.stringContaining(message));
  });
});
