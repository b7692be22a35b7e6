/**
 * Words of Node's entrypoint led by a shell (POSIX) that, as a container's first process, reaps what others leave, and hands on signals:
 * for where no init is to be had. Zombies would count against the limit of processes.
 */
export const reaping = (words: readonly string[]): readonly string[] => ['sh', '-c', script, 'init', ...words];

// what a shell starts in the background has no standard input unless it is led there; it also ignores SIGINT and SIGQUIT, which the
// bridge sets back for its command
const script = `
exec 3<&0
for signal in TERM HUP INT QUIT WINCH; do trap "kill -$signal \\$bridge 2>/dev/null" $signal; done
"$@" <&3 3<&- &
bridge=$!
exec 3<&-
while :; do
  wait $bridge
  status=$?
  kill -0 $bridge 2>/dev/null || exit $status
done`.trimStart();
