import { imageVariable } from './docker-run';
import { type HostFile, settingsFile, textFile } from './host-file';
import { hostFirewall } from './host-firewall';
import { configFolder, runFolder } from './host-folders';
import { imagePull } from './image-pull';
import { logAgents } from './log-agent';
import { secretsRefresh } from './secrets-refresher';
import { unitText } from './unit-text';

export interface ContainerUnitProps {
  /** Of the unit, `NAME.service`. */
  readonly unit: string;
  readonly description: string;
  /** Of the container. */
  readonly name: string;
  /** Of a registry, by its digest; may be a token. */
  readonly image: string;
  /** What is done just before it is started, besides. @default - nothing */
  readonly before?: readonly string[];
  /** Its command line: `dockerRun`. */
  readonly run: string;
  readonly stop: string | readonly string[];
  /** Until it is killed. */
  readonly stopSeconds: number;
}

const settings = `${configFolder}/host.env`;

/** The unit of a host's container, and the settings that name its image: started when the image and all secrets are there, and again when it ends. */
export const containerUnitFiles = (props: ContainerUnitProps): readonly HostFile[] => [
  settingsFile(settings, { [imageVariable]: props.image }),
  textFile(`/etc/systemd/system/${props.unit}`, containerUnit(props)),
];

const containerUnit = ({ description, name, before = [], run, stop, stopSeconds }: ContainerUnitProps): string =>
  unitText({
    Unit: {
      Description: description,
      Requires: `docker.service ${hostFirewall}`,
      Wants: 'network-online.target',
      After: `docker.service network-online.target ${hostFirewall} ${logAgents}`,
      StartLimitIntervalSec: '0',
    },
    Service: {
      EnvironmentFile: settings,
      Environment: `HOME=${runFolder}/home`,
      // these fail while a secret was never had, and are tried again
      ExecStartPre: [`/bin/bash ${imagePull}`, `/bin/bash ${secretsRefresh}`, `-/usr/bin/docker rm --force ${name}`, ...before],
      ExecStart: run,
      ExecStop: stop,
      Restart: 'always',
      RestartSec: '5',
      TimeoutStartSec: '600',
      TimeoutStopSec: String(stopSeconds),
    },
  });
