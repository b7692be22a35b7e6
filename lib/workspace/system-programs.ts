/** Environment of programs that are started beside a workspace: those of the system, as a folder of the workspace, in which an agent writes, may be on PATH. */
export const systemPrograms: NodeJS.ProcessEnv = {
  // the last is where NixOS has all of its own
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  LC_ALL: 'C',
};
