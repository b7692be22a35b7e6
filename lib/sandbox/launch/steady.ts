import { isWithin } from '../../workspace/is-within';
import type { HostUser } from './host-user';
import type { Layered, Mount } from './mount';
import { mountPointsIn } from './mount-points';
import type { Containment } from './stages';
import type { Hidden } from './staging';
import { trial } from './trial';

export interface SteadyProps {
  readonly containment: Containment;
  readonly user: HostUser;
  readonly hidden: readonly Hidden[];
}

/**
 * The same mount; one that is only read and has something hidden in it by way of an overlay, if trying shows that it can be had: editors and git replace
 * files as they save them, and the kernel takes away what was mounted over the old one.
 */
export function steadied<T extends Mount | Layered>(mount: T, { containment, user, hidden }: SteadyProps): T | Mount {
  if (mount.mode !== 'ro' || !hidden.some(({ path }) => isWithin(path, mount.target))) return mount;
  // an overlay shows what is below what is mounted in it, which was not looked at
  if (mountPointsIn(mount.source).length > 0) return mount;
  const steady: Mount = { source: mount.source, target: mount.target, mode: 'ro', isSteady: true };
  return trial(containment, user, [steady]) === undefined ? steady : mount;
}
