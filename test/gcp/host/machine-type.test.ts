import { expect, test } from 'vitest';
import { machineOf } from '../../../lib/gcp/host/machine-type';

const older = { diskType: 'pd-balanced' };
const newer = { diskType: 'hyperdisk-balanced', nicType: 'GVNIC' };

test.each([
  ['e2-small', { cpus: 2, memoryMiB: 2048, isArm: false, devices: older }],
  ['e2-micro', { cpus: 2, memoryMiB: 1024, isArm: false, devices: older }],
  ['e2-standard-4', { cpus: 4, memoryMiB: 16384, isArm: false, devices: older }],
  ['e2-highcpu-2', { cpus: 2, memoryMiB: 2048, isArm: false, devices: older }],
  ['n4-highcpu-8', { cpus: 8, memoryMiB: 16384, isArm: false, devices: newer }],
  ['c4a-standard-1', { cpus: 1, memoryMiB: 4096, isArm: true, devices: newer }],
])('a machine of type %s has its memory, and the devices that it takes', (type, machine) => {
  expect(machineOf(type)).toEqual(machine);
});

test('a machine has the memory that it is said to have', () => {
  expect(machineOf('m9-ultra-96', 2_000_000)).toEqual({ cpus: 96, memoryMiB: 2_000_000, isArm: false, devices: {} });
  expect(machineOf('n2-custom-2-4096', 4096)).toEqual({ cpus: 2, memoryMiB: 4096, isArm: false, devices: older });
});

test.each(['m9-ultra-96', 'n2-custom-2-4096', 'e2-huge', 't2d-highmem-4', 'small', ''])(
  'a machine of type %s must be said to have some',
  (type) => {
    expect(() => machineOf(type)).toThrow(`size.memoryMiB must say how much memory machines of this type have, in MiB`);
  },
);
