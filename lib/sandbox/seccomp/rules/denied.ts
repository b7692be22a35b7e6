/** System calls that fail with EPERM. */
export interface Denied {
  readonly what: string;
  readonly names: string;
  readonly because: string;
  /** Programs that no longer work. */
  readonly breaks?: string;
}

/** All that is refused without a look at its arguments, with why. */
export const denied: readonly Denied[] = [
  {
    what: 'other processes',
    names: 'ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_getfd kcmp get_robust_list',
    because: "they read and change another process's memory and files: what one program was given, the next would have",
    breaks: 'gdb, strace, Delve, rr',
  },
  {
    what: 'namespaces and roots',
    names: 'unshare setns chroot pivot_root',
    because: 'a namespace of its own gives a process all capabilities in it, which is how most kernel exploits start',
    breaks: 'bubblewrap, Docker, Podman and sandboxes of browsers and agents inside',
  },
  {
    what: 'mounts',
    names: 'mount umount2 open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick mount_setattr quotactl quotactl_fd',
    because: 'what is mounted, and how, is for whoever starts the sandbox to say',
    breaks: '`mount`, FUSE',
  },
  {
    what: 'files by handle',
    names: 'name_to_handle_at open_by_handle_at fanotify_init fanotify_mark lookup_dcookie',
    because: 'a handle opens a file past every mount (the way out named "shocker")',
  },
  {
    what: "the kernel's own programs",
    names: 'bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register',
    because: 'large and often broken; what io_uring does, no filter of system calls sees',
    breaks: '`perf`, `bpftrace`; libuv, databases and runtimes do without io_uring',
  },
  {
    what: 'keys',
    names: 'add_key request_key keyctl',
    because: "the kernel's keyrings aren't in a namespace: they may hold the host's keys",
  },
  {
    what: 'the machine',
    names: `reboot kexec_load kexec_file_load init_module finit_module delete_module create_module query_module get_kernel_syms iopl ioperm
      swapon swapoff acct syslog vhangup sethostname setdomainname clock_settime settimeofday clock_adjtime adjtimex nfsservctl`,
    because:
      "they change or tell of the host; without a capability the kernel refuses nearly all, and the filter doesn't rely on that",
    breaks: '`dmesg`',
  },
  {
    what: 'placing memory',
    names:
      'mbind set_mempolicy set_mempolicy_home_node get_mempolicy migrate_pages move_pages remap_file_pages memfd_secret vmsplice modify_ldt',
    because: 'for tuning and old programs; each was the door of kernel exploits',
    breaks: '`numactl`, Wine with 16-bit programs',
  },
  {
    what: 'asynchronous files',
    names: 'io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents',
    because: 'the older way of what io_uring does; databases do without',
  },
  {
    what: 'security modules',
    names: 'lsm_get_self_attr lsm_set_self_attr lsm_list_modules',
    because: 'they tell of what guards the host',
  },
  {
    what: 'what is obsolete',
    names: `uselib ustat sysfs _sysctl getpmsg putpmsg afs_syscall tuxcall security set_thread_area get_thread_area epoll_ctl_old
      epoll_wait_old vserver`,
    because: 'no program of today calls them',
  },
];
