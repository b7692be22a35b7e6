import { resolve } from 'node:path';
import { shellWord } from '../../lib/runtime/shell-word';
import { proxyOnlyNotes } from '../../lib/sandbox/claude/proxy-only-notes';
import { insideLinux, sandboxRuntimeSettings } from '../../lib/sandbox/claude/sandbox-runtime';
import { usable } from '../usable';
import { refuseElsewhere } from './on-this-machine';
import type { Rendered, RenderProps } from './rendered';
import { readableAt, workspaceOf } from './workspace-of';

/** Settings for `srt --settings FILE`, with notes on what they can't say of the policy. */
export function sandboxRuntime(props: RenderProps): Rendered {
  const { policy, policyFile, proxyHost, gatewayPort, proxyPort, container, ro = [], caFile, output } = props;
  refuseElsewhere(proxyHost, 'sandbox-runtime');
  const agent = policy.agent(props.agent);
  const workspace = workspaceOf(container?.workspace ?? '.');
  const given = ro.map((path) => readableAt('--ro', path));
  const settings = usable(() =>
    sandboxRuntimeSettings({
      destinations: agent.destinations,
      gatewayPort,
      proxyPort,
      workspace,
      keep: [policyFile, ...(output === undefined ? [] : [output])].map((path) => resolve(path)),
      readable: [...given, ...(caFile === undefined ? [] : [resolve(caFile)])],
    }),
  );
  const notes = [...proxyOnlyNotes(agent, policy.enforcement), ...startNotes(props, [workspace, ...given])];
  return { text: `${JSON.stringify(settings, null, 2)}\n`, mode: 0o644, notes };
}

function startNotes({ gatewayPort, proxyPort, agent }: RenderProps, seen: readonly string[]): readonly string[] {
  const inside = `--gateway-port ${insideLinux.gatewayPort} --proxy-port ${insideLinux.proxyPort}`;
  // a secret that the command would read is refused then
  const told = seen.map((path) => ` --agent-sees ${shellWord(path)}`).join('');
  return [
    `the proxy must be running: agent-airlock run POLICY --gateway-port ${gatewayPort} --proxy-port ${proxyPort}${told}`,
    `a command in the sandbox finds it, on Linux, with the variables of: agent-airlock render env POLICY --agent ${agent} ${inside}`,
    'srt hands on the variables that it is started with, but for those that are known to hold credentials: start it with env -i and these',
  ];
}
