#!/bin/sh
# in place of Firecracker's jailer: says what it was given, and asks through the sockets as a guest would
set -eu
record=$(cd "$(dirname "$0")" && pwd)/record
mkdir "$record"
printf '%s\n' "$@" > "$record/arguments"
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  case $1 in
    --id) id=$2 ;;
    --exec-file) program=$2 ;;
    --chroot-base-dir) base=$2 ;;
    --uid) user=$2 ;;
  esac
  shift
done
root=$base/$(basename "$program")/$id/root
chown "$user:$user" "$root"
find "$root" -mindepth 1 -printf '%P %y %m %U\n' | sed "s/ $user\$/ jailed/" | sort > "$record/jail"
# as in a jail, what leads to it need not be readable
cd "$root"
ip -netns "$id" -oneline link | cut -d ' ' -f 2 > "$record/interfaces"
ask() { setpriv --reuid="$user" --regid="$user" --clear-groups curl -sS -o /dev/null -w '%{http_code}\n' -d '{}' "$@"; }
ask --unix-socket v.sock_8080 http://127.0.0.1:8080/claude/v1/messages >> "$record/answers"
ask --unix-socket v.sock_8080 http://127.0.0.1:8080/claude/v1/complete >> "$record/answers"
if [ -e workspace.ext4 ]; then echo changed | setpriv --reuid="$user" --regid="$user" --clear-groups tee -a workspace.ext4 > /dev/null 2>&1 || true; fi
if [ -n "${FLOOD:-}" ] && head -c "$FLOOD" /dev/zero; then echo whole > "$record/flood"; fi
echo 'said in the guest'
printf '%s\n' "${SAID:-airlock: status 7}"
