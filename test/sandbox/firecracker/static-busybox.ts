import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A busybox without libraries, as Debian's busybox-static is; `BUSYBOX` says where, if elsewhere. */
export const staticBusybox = process.env.BUSYBOX ?? '/bin/busybox';

/** Why there is none; `undefined` if there is one. */
export const whyNoBusybox = !existsSync(staticBusybox)
  ? `${staticBusybox} is missing: install busybox-static`
  : spawnSync('ldd', [staticBusybox]).status === 0
    ? `${staticBusybox} isn't static: install busybox-static`
    : undefined;
