import { expect, test } from 'vitest';
import { HeldLocks } from '../../lib/workspace/held-locks';

test.skipIf(process.platform !== 'linux')('a lock that can’t be had says why, in the words of flock', async () => {
  await expect(HeldLocks.take([{ path: '/nowhere/file', isShared: true }])).rejects.toThrow(
    "which its file system may refuse: use a folder on another one, got 'flock: cannot open lock file /nowhere/file: No such file or directory'",
  );
});
