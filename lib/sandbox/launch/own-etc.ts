import { agentUser, places } from '../places';
import type { HostUser } from './host-user';

/** Files in a sandbox's /etc that are of its own: its users are not this machine's, and it has no name server, but `names`. */
export function ownEtc({ uid, gid }: Pick<HostUser, 'uid' | 'gid'>, names = ''): Readonly<Record<string, string>> {
  const { name } = agentUser;
  return {
    passwd: `root:x:0:0:root:/:/usr/sbin/nologin\n${name}:x:${uid}:${gid}:${name}:${places.home}:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n`,
    group: `root:x:0:\n${name}:x:${gid}:\nnogroup:x:65534:\n`,
    hosts: `127.0.0.1 localhost agent\n::1 localhost\n${names}`,
    hostname: 'agent\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    // glibc asks 127.0.0.1 then, where nothing answers, at once
    'resolv.conf': '',
  };
}
