import { isolation } from '../../../lib/sandbox/launch/isolation';

/** Why no command can be shut in on this machine; `undefined` if one can. */
export function whyNoSandbox(): string | undefined {
  const found = isolation({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
  return 'lacks' in found ? found.lacks.map(({ what }) => what).join('; ') : undefined;
}
