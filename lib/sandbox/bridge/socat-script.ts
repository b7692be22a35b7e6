import { isIPv4 } from 'node:net';
import type { Door } from './door';

/**
 * A POSIX shell's script that leads each door by socat and becomes its arguments. Throws an Error for an IPv6 address.
 * Each connection is a process more.
 */
export const socatScript = (doors: readonly Door[]): string =>
  [prelude, ...doors.slice(0, 1).map(reached), ...doors.map(opened), 'exec "$@"'].join('\n');

const prelude = `
fail() { echo "bridge: $1" >&2; exit 3; }
[ $# -gt 0 ] || fail 'a command is needed'
[ $$ -ne 1 ] || fail 'the first process must be an init, which reaps others: docker run --init'
command -v socat >/dev/null || fail 'socat is needed'
open() {
  [ -S "$3" ] && [ -w "$3" ] || fail "the proxy can't be reached by its socket: $3"
  grep -q "$4" /proc/net/tcp && fail "port $2 is in use"
  # its parent ends at once, so that the command has no child that it doesn't know; -t: one half of a connection may end long before the other
  (socat -t 3600 "TCP-LISTEN:$2,bind=$1,fork,reuseaddr,backlog=1024,nodelay" "UNIX-CONNECT:$3" </dev/null >/dev/null 2>&1 &)
  tries=0
  until grep -q "$4" /proc/net/tcp; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "port $2 of $1 can't be had"
    sleep 0.05
  done
}`.trimStart();

/** One answers for all: the proxy keeps a record of what says nothing where TLS is awaited. */
const reached = ({ socket }: Door): string =>
  `socat -u OPEN:/dev/null UNIX-CONNECT:${socket} 2>/dev/null || fail "the proxy can't be reached by its socket: ${socket}"`;

function opened({ address, port, socket }: Door): string {
  if (!isIPv4(address)) throw new Error(`socat's doors must be at IPv4 addresses, got '${address}'`);
  if (/[^-./\w]/.test(socket)) throw new Error(`socat's sockets must have plain paths, got '${socket}'`);
  return `open ${address} ${port} ${socket} ${listening(address, port)}`;
}

/** How a line of /proc/net/tcp says that a port is listened on, where the least byte comes first. */
function listening(address: string, port: number): string {
  const bytes = address.split('.').map(Number).reverse();
  const hexadecimal = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  return `': ${bytes.map((byte) => hexadecimal(byte, 2)).join('')}:${hexadecimal(port, 4)} 00000000:0000 0A'`;
}
