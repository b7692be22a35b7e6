import { shellWord } from '../../runtime/shell-word';
import { agentUser, places, publicPorts } from '../places';
import type { AgentContainer } from './agent-container';
import { seccompName } from './container-setting';
import { dockerRun } from './docker-run';

export interface RunScriptProps {
  readonly container: AgentContainer;
  /** Whole path of the policy's file. */
  readonly policy: string;
  readonly agent: string;
  /** What is run unless the script is told something else. @default - nothing: a command must be given */
  readonly command?: readonly string[];
  /** Words that render the same script, by which it finds that something has changed since. */
  readonly again: readonly string[];
}

/** A script for bash: it starts the proxy on the machine, then the agent in its container, and ends with the agent's status. */
export function runScript({ container, policy, agent, command = [], again }: RunScriptProps): string {
  const files = [seccompName, ...container.mounts.flatMap((mount) => besideOf(mount))];
  const docker = ['docker run --rm --interactive ${terminal[@]+"${terminal[@]}"}', ...dockerRun(container), '"${command[@]}"'];
  return [
    head,
    `policy=${shellWord(policy)}`,
    `agent=${shellWord(agent)}`,
    `user=${agentUser.uid}`,
    `command=(${command.map(shellWord).join(' ')})`,
    `writable=${shellWord(writableOf(container) ?? '/nowhere')}`,
    `seen=(${seenBy(container).map(shellWord).join(' ')})`,
    `files=(${[...new Set(files)].join(' ')})`,
    `again=(${again.map(shellWord).join(' ')})`,
    body,
    docker.join(' \\\n  '),
    '',
  ].join('\n');
}

/** The folder of the machine's that the agent may write to, if there is one. */
const writableOf = ({ mounts }: AgentContainer): string | undefined =>
  mounts
    .flatMap((mount) =>
      mount.type === 'bind' && !mount.isReadOnly && mount.source.from === 'machine' ? [mount.source.path] : [],
    )
    .at(0);

/** The folders of the machine's that the agent reads, as the proxy is told of them. */
const seenBy = ({ mounts }: AgentContainer): readonly string[] =>
  mounts.flatMap((mount) =>
    mount.type === 'bind' && mount.target === places.workspace && mount.source.from === 'machine'
      ? ['--agent-sees', mount.source.path]
      : [],
  );

const besideOf = (mount: AgentContainer['mounts'][number]): readonly string[] =>
  mount.type === 'bind' && mount.source.from === 'beside' ? [mount.source.name] : [];

const head = `#!/usr/bin/env bash
# An agent in a container whose only way out is a proxy with its policy, which this starts beside it.
# usage: FILE [OPTION OF 'agent-airlock run']... [-- COMMAND...]
set -euo pipefail`;

const body = `
fail() { echo "\${0##*/}: $1" >&2; exit 3; }

options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
if [ $# -gt 1 ]; then shift; command=("$@"); fi
[ \${#command[@]} -gt 0 ] || fail 'a command is needed, after --'
for program in agent-airlock docker; do command -v "$program" >/dev/null || fail "this starts '$program', which must be on PATH"; done

here=$(CDPATH='' cd -- "$(dirname -- "\${BASH_SOURCE[0]}")" && pwd -P)
case $here in *[,\\"]*) fail "the folder of this file must have neither a comma nor a quote in its name, got '$here'" ;; esac
case $here/ in "$writable"/*) fail "the agent may write to the folder of this file: move it out of the workspace, got '$here'" ;; esac
for file in "\${files[@]}"; do [ -f "$here/$file" ] || fail "$file must be beside this file: render it again with --output"; done
# what is sensitive in a workspace was looked for when this was rendered
cmp -s "\${BASH_SOURCE[0]}" <("\${again[@]}" 2>/dev/null) ||
  fail 'the policy, the workspace or this file has changed since it was rendered: render it again'

umask 077
private=$(mktemp -d "\${XDG_RUNTIME_DIR:-/tmp}/agent-airlock-XXXXXX")
proxy=
finish() { [ -z "$proxy" ] || { kill "$proxy" 2>/dev/null || true; wait "$proxy" || true; }; rm -rf -- "$private"; }
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
sockets=$private/sockets
authorities=$private/ca.pem
# nobody but this user gets to it on the machine; in the container it is found without the folder around it
mkdir -m 755 -- "$sockets"
mkfifo -- "$private/ready"
agent-airlock run "$policy" --agent "$agent" --sockets-only --public-ports ${publicPorts} --ca-file "$authorities" \\
  --gateway-socket "$sockets/gateway.sock" --proxy-socket "$sockets/proxy.sock" \${seen[@]+"\${seen[@]}"} \${options[@]+"\${options[@]}"} >"$private/ready" &
proxy=$!
read -r _ <"$private/ready" || { status=0; wait "$proxy" || status=$?; proxy=; exit "$status"; }
chmod 644 -- "$authorities"

# the sockets are for this user alone: find who the container's user is on the machine
settings=$(docker info --format '{{.SecurityOptions}} {{.DockerRootDir}}')
case $settings in
  *name=rootless*) user=$(($(awk -F: -v me="$(id -un)" '$1 == me { print $2; exit }' /etc/subuid) + user - 1)) ;;
  *name=userns*) root=\${settings##*/}; user=$((\${root%%.*} + user)) ;;
esac
me=$(id -u)
if [ "$me" = 0 ]; then chown -- "$user" "$sockets"/*.sock
elif [ "$me" != "$user" ]; then
  command -v setfacl >/dev/null || fail "setfacl is needed (Debian: acl), as the container's user is $user on this machine and you are $me"
  setfacl -m "u:$user:rw" -- "$sockets"/*.sock
fi

terminal=()
if [ -t 0 ] && [ -t 1 ]; then terminal=(--tty); fi`;
