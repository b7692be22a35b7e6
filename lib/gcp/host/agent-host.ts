import { concrete } from '../literal';
import { type AgentContainerProps, agentContainer } from './agent-container';
import { type AgentFilterProps, agentFilter } from './agent-filter';
import { cloudConfig } from './cloud-config';
import { type HostFile, settingsFile, textFile } from './host-file';
import { type UnitSection, unitText } from './unit-text';
import { unitWord } from './unit-word';

export interface AgentHostProps extends Omit<AgentContainerProps, 'resolves'>, AgentFilterProps {
  /** Of a registry, by its digest; may be a token. */
  readonly image: string;
  /** Takes the place of the image's CMD. */
  readonly command: readonly string[];
  /** In seconds. */
  readonly timeout: number;
}

/**
 * What makes a host of Container-Optimized OS run one agent, once, and power off, whatever happens: when the command ends, when its time is over,
 * and when the image, gVisor or the packet filter isn't there.
 */
export const agentHost = (props: AgentHostProps): string =>
  cloudConfig({
    files: [
      textFile(filterPath, agentFilter(props)),
      settingsFile(settingsPath, { IMAGE: props.image }),
      ...(props.runtime === 'runsc' ? [textFile('/etc/docker/daemon.json', gvisorDaemon)] : []),
      agentUnit(props),
    ],
    start: ['airlock-agent.service'],
  });

const filterPath = '/etc/airlock/agent-filter.sh';
const settingsPath = '/etc/airlock/agent.env';

/** Where the boot image has gVisor: the folders of /var are mounted so that nothing in them can be executed, all but a few of which this is one. */
const gvisorPath = '/var/lib/google/airlock/runsc';

const gvisorDaemon = JSON.stringify({
  ...{ 'live-restore': true, 'storage-driver': 'overlay2', mtu: 1460 },
  runtimes: { runsc: { path: gvisorPath } },
});

const agentUnit = (props: AgentHostProps): HostFile =>
  textFile(
    '/etc/systemd/system/airlock-agent.service',
    unitText({
      Unit: {
        Description: 'An agent',
        Wants: 'docker.service network-online.target',
        After: 'docker.service network-online.target',
        // whichever way it ends
        SuccessAction: 'poweroff',
        FailureAction: 'poweroff',
      },
      Service: service(props),
    }),
  );

function service(props: AgentHostProps): UnitSection {
  for (const [name, value] of Object.entries(props.environment)) concrete(value, `environment variable ${name}`);
  const options = agentContainer(props).map(unitWord);
  const command = props.command.map((word, index) => unitWord(concrete(word, `command[${index}]`)));
  return {
    EnvironmentFile: settingsPath,
    ExecStartPre: [
      ...(props.runtime === 'runsc' ? [`/usr/bin/test -x ${gvisorPath}`, '/usr/bin/systemctl restart docker.service'] : []),
      `/usr/bin/bash ${filterPath}`,
      // --pull=never would say so too, but later and less clearly
      '/usr/bin/docker image inspect --format={{.Id}} ${IMAGE}',
    ],
    ExecStart: ['/usr/bin/docker run', ...options, '${IMAGE}', ...command].join(' '),
    RuntimeMaxSec: String(props.timeout),
    TimeoutStopSec: '30',
    // the serial port's, which Cloud Logging keeps without an identity of the host
    StandardOutput: 'journal+console',
    StandardError: 'journal+console',
  };
}
