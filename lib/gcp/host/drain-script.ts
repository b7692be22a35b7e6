import { type HostFile, textFile } from './host-file';
import { configFolder } from './host-folders';

/** The script that ends a proxy's streams before the proxy ends. */
export const drain = `${configFolder}/drain.sh`;

/**
 * Seconds that streams have to end when Envoy or its host is stopped: Compute Engine gives a host some 90 in all ("Running shutdown scripts"). One that
 * its group takes away has been drained by the load balancer before.
 */
export const stopSeconds = 75;

/**
 * The script as a file: it has Envoy take no more connections and ask for those that it has to be closed, by its admin socket, and waits until
 * none is served.
 */
export const drainFile = (socket: string): HostFile => textFile(drain, script(socket));

const script = (socket: string): string => `#!/bin/bash
PATH=/usr/sbin:/usr/bin:/sbin:/bin
admin() { curl --disable --silent --globoff --max-time 2 --unix-socket ${socket} "$@"; }

admin --request POST 'http://envoy/drain_listeners?graceful' >/dev/null || exit 0
# by itself, a graceful drain goes on accepting until its time is over
admin --request POST 'http://envoy/drain_listeners' >/dev/null
for ((second = 0; second < ${stopSeconds}; second++)); do
  active=$(admin 'http://envoy/stats?filter=^http.airlock.downstream_rq_active$&usedonly')
  case $? in
    0) [[ $active == *': '[1-9]* ]] || exit 0 ;;
    7) exit 0 ;;
  esac
  sleep 1
done
`;
