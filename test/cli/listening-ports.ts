import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** How many TCP ports of this machine a process listens at: proc_pid_net(5), where 0A is the state LISTEN. */
export function listeningPorts(pid: number): number {
  const lines = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8').trim().split('\n').slice(1));
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === '0A');
  const owned = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`)));
  return listening.filter((fields) => owned.has(`socket:[${fields[9]}]`)).length;
}
