import { expect, test } from 'vitest';
import { controllerFolders } from '../../../../lib/sandbox/launch/limits/controller-folders';

const version1 = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory`;
const version2 = '31 23 0:28 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot';

const paths = (mounts: string, groups: string) =>
  Object.fromEntries([...controllerFolders({ mounts, groups })].map(([name, { version, path }]) => [name, `${version} ${path}`]));

test('controllers of cgroup v1 have a folder each, those mounted together one', () => {
  const found = paths(version1, '2:cpu,cpuacct:/\n4:memory:/user/1\n0::/');
  expect(found).toMatchObject({ memory: '1 /sys/fs/cgroup/memory/user/1', cpu: '1 /sys/fs/cgroup/cpu,cpuacct' });
});

test('those of cgroup v2 have one', () => {
  expect(paths(version2, '0::/user.slice/a.scope')).toEqual({ '': '2 /sys/fs/cgroup/user.slice/a.scope' });
});

test('in a container its own group is what is mounted', () => {
  const mounted = '35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory';
  expect(paths(mounted, '4:memory:/docker/abc/job')).toEqual({ memory: '1 /sys/fs/cgroup/memory/job' });
  expect(paths(mounted, '4:memory:/elsewhere')).toMatchObject({ memory: '1 /sys/fs/cgroup/memory' });
});

test.each([
  ['nothing is mounted', '', '0::/'],
  ['nothing is known of this process', version1, ''],
  ['another file system is where they are looked for', '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw', '0::/'],
])('there is none where %s', (_, mounts, groups) => {
  expect(paths(mounts, groups)).toEqual({});
});
