/** The options of "Securely deploying AI agents", as its example and its table of more options have them. */
export const guide = [
  ['--cap-drop ALL', '--cap-drop=ALL'],
  ['--security-opt no-new-privileges', '--security-opt=no-new-privileges'],
  ['--security-opt seccomp=/path/to/seccomp-profile.json', '--security-opt=seccomp=seccomp.json'],
  ['--read-only', '--read-only=true'],
  ['--tmpfs /tmp:rw,noexec,nosuid,size=100m', '--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=100m,mode=1777,uid=1000,gid=1000'],
  [
    '--tmpfs /home/agent:rw,noexec,nosuid,size=500m',
    '--tmpfs=/home/agent:rw,noexec,nosuid,nodev,size=500m,mode=0700,uid=1000,gid=1000',
  ],
  ['--network none', '--network=none'],
  ['--memory 2g', '--memory=2048m'],
  ['--cpus 2', '--cpus=2'],
  ['--pids-limit 100', '--pids-limit=100'],
  ['--user 1000:1000', '--user=1000:1000'],
  ['--ipc private', '--ipc=private'],
] as const;
