import { resolve } from 'node:path';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { leastVersion, managedSettings } from '../../lib/sandbox/claude/managed-settings';
import { proxyOnlyNotes } from '../../lib/sandbox/claude/proxy-only-notes';
import { insideLinux } from '../../lib/sandbox/claude/sandbox-runtime';
import { Unusable } from '../exit';
import { refuseElsewhere } from './on-this-machine';
import { interceptedBy, type Rendered, type RenderProps } from './rendered';

/** Claude Code's managed settings, with notes on where they go and what they can't say of the policy. */
export function claudeSettings(props: RenderProps): Rendered {
  const { policy, policyFile, gatewayPort, proxyPort, output } = props;
  refuseElsewhere(props.proxyHost, 'claude-settings');
  const agent = policy.agent(props.agent);
  const caFile = caFileOf(props);
  const settings = managedSettings({
    destinations: agent.destinations,
    gatewayPort,
    proxyPort,
    environment: agentEnvironment(policy, { ...props, ...(caFile !== undefined && { caFile }) }),
    keep: [policyFile, ...(output === undefined ? [] : [output])].map((path) => resolve(path)),
    readable: caFile === undefined ? [] : [caFile],
  });
  const notes = [...proxyOnlyNotes(agent, policy.enforcement), ...placeNotes(props)];
  return { text: `${JSON.stringify(settings, null, 2)}\n`, mode: 0o644, notes };
}

/** Who starts Claude Code anywhere must find it, so there is no default. */
function caFileOf(props: RenderProps): string | undefined {
  const [intercepted] = interceptedBy(props);
  if (props.caFile !== undefined || intercepted === undefined) return props.caFile && resolve(props.caFile);
  throw new Unusable(
    `--ca-file must name what the agent trusts, as '${intercepted}' is intercepted: name the file that 'agent-airlock run --ca-file FILE' writes, or bundle.pem of 'agent-airlock certificates'`,
  );
}

function placeNotes({ gatewayPort, proxyPort }: RenderProps): readonly string[] {
  const { gatewayPort: inside } = insideLinux;
  return [
    `the proxy must be running: agent-airlock run POLICY --gateway-port ${gatewayPort} --proxy-port ${proxyPort}`,
    "files of --secret must be out of every folder that Claude Code is started in, whose commands read it: with --agent-sees FOLDER for each, 'agent-airlock run' refuses them there",
    'on Linux it belongs to root as /etc/claude-code/managed-settings.json, on macOS as /Library/Application Support/ClaudeCode/managed-settings.json',
    `Claude Code before ${leastVersion} doesn't start with it; what it leaves out of a file that it can't read it says on standard error`,
    'programs are looked for in env.PATH of the settings alone, and bwrap and socat in /usr/bin: change them there if yours are elsewhere',
    ...(gatewayPort === inside
      ? []
      : [
          `commands in its sandbox find the gateways at port ${inside} on Linux: with --gateway-port ${inside} here and for run, it is the same in and out`,
        ]),
  ];
}
