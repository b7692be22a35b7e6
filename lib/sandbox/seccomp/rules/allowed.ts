/**
 * System calls that are let pass whatever their arguments, by what programs need them for. They act on the process itself, its children, its
 * files and its connections; all that they may reach is what the sandbox's namespaces, mounts and user leave.
 */
export const allowed: Readonly<Record<string, string>> = {
  'files, by descriptor': `read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 lseek close close_range dup dup2 dup3 fcntl
    flock fsync fdatasync sync sync_file_range syncfs fadvise64 readahead fallocate ftruncate fstat statx fstatfs sendfile splice tee
    copy_file_range getdents getdents64 fchdir fchown cachestat`,
  'files, by path': `access faccessat faccessat2 stat lstat newfstatat statfs readlink readlinkat getcwd chdir truncate rename renameat
    renameat2 mkdir mkdirat rmdir link linkat unlink unlinkat symlink symlinkat chown lchown fchownat utime utimes futimesat utimensat umask`,
  'attributes of files': `getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr listxattrat setxattr lsetxattr fsetxattr
    setxattrat removexattr lremovexattr fremovexattr removexattrat`,
  'watching files': 'inotify_init inotify_init1 inotify_add_watch inotify_rm_watch',
  'waiting for several': `poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2
    signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime`,
  memory: `brk mmap munmap mremap mprotect madvise msync mincore mlock mlock2 mlockall munlock munlockall memfd_create pkey_alloc pkey_free
    pkey_mprotect mseal map_shadow_stack membarrier`,
  processes: `fork vfork execve execveat exit exit_group wait4 waitid getpid getppid gettid getpgid getpgrp getsid setpgid setsid prctl
    arch_prctl pidfd_open pidfd_send_signal set_tid_address`,
  'threads and locks': `futex futex_wait futex_wake futex_requeue futex_waitv set_robust_list rseq getcpu sched_yield sched_getaffinity
    sched_setaffinity sched_getattr sched_setattr sched_getparam sched_setparam sched_getscheduler sched_setscheduler
    sched_get_priority_max sched_get_priority_min sched_rr_get_interval getpriority setpriority ioprio_get ioprio_set`,
  signals: `kill tkill tgkill rt_sigaction rt_sigprocmask rt_sigpending rt_sigqueueinfo rt_tgsigqueueinfo rt_sigreturn rt_sigsuspend
    rt_sigtimedwait sigaltstack pause restart_syscall uretprobe`,
  // without a capability a process can only become what it is
  users: `getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid
    setgroups capget capset`,
  'limits and usage': 'getrlimit setrlimit prlimit64 getrusage times sysinfo uname',
  time: `time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep alarm getitimer setitimer timer_create timer_settime
    timer_gettime timer_getoverrun timer_delete`,
  connections: `bind listen accept accept4 connect getsockname getpeername getsockopt setsockopt shutdown sendto recvfrom sendmsg recvmsg
    sendmmsg recvmmsg`,
  'pipes and queues': `pipe pipe2 mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr msgget msgsnd msgrcv msgctl semget
    semop semtimedop semctl shmget shmat shmdt shmctl`,
  randomness: 'getrandom',
  'sandboxing oneself further': 'seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self',
};
