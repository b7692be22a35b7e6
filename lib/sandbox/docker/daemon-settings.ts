/**
 * What `/etc/docker/daemon.json` says for what an agent's container asks of its engine. Users of containers become users of the machine that own
 * nothing there (Docker's page "Isolate containers with a user namespace"). gVisor connects to the proxy's sockets, but makes none: by default it
 * does neither (`runsc flags`).
 */
export const daemonSettings = {
  'userns-remap': 'default',
  runtimes: { runsc: { path: '/usr/local/bin/runsc', runtimeArgs: ['--host-uds=open'] } },
} as const;
