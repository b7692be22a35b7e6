import { staged } from './outer-stage';

/** Devices that bubblewrap shows, which are this machine's own. */
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** Commands of the outer stage that make each read-only for whoever owns it: its mode can't be changed then, while it is written to as before. */
export const placedDevices: readonly (readonly string[])[] = devices.flatMap((name) => [
  ['touch', placeOf(name)],
  ['mount', '--bind', `/dev/${name}`, placeOf(name)],
  ['mount', '-o', 'remount,bind,ro,nosuid,noexec', placeOf(name)],
]);

/** bubblewrap's arguments, after those for /dev: its own remounting would close devices altogether. */
export const deviceArguments: readonly string[] = devices.flatMap((name) => [
  '--dev-bind',
  staged(placeOf(name)),
  `/dev/${name}`,
]);

function placeOf(name: string): string {
  return `device-${name}`;
}
