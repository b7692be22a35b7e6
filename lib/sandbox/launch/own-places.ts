import { isWithin } from '../../workspace/is-within';
import { places } from '../places';
import { systemFolders } from './system-files';

/** Folders of the sandbox's own, which nothing of this machine may stand in for or hold. */
const own = ['/proc', '/dev', '/etc', places.tmp, places.home, places.airlock, ...systemFolders];

/** Folders that nothing may be put into either. */
const closed = ['/proc', '/dev', places.airlock];

/** Why a folder or file can't be seen at its own path in a sandbox, or nothing if it can. */
export function placeProblem(path: string): string | undefined {
  const held = own.find((place) => isWithin(place, path)) ?? closed.find((place) => isWithin(path, place));
  return (
    held &&
    `must not be, hold or be in '${held}', which is the sandbox's own: name a folder with nothing but the work in it, got '${path}'`
  );
}
