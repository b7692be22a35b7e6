/**
 * System calls that fail with ENOSYS, as one that this kernel doesn't have: programs then do the same by an older one, whose arguments can be
 * judged. Those that no list names fail so too.
 */
export const absent: Readonly<Record<string, string>> = {
  clone3: 'its flags are behind a pointer: `clone`, which is called in its place, shows which namespaces are meant',
  openat2: 'its mode is behind a pointer: `openat`, which is called in its place, shows whether a setuid file is meant',
  statmount: 'programs read /proc/self/mountinfo in its place',
  listmount: 'programs read /proc/self/mountinfo in its place',
  uprobe: 'the kernel calls it itself where a host traces a program, past every filter',
  file_getattr: 'newer than what programs rely on',
  file_setattr: 'newer than what programs rely on',
};
