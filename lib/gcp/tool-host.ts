import { cloudConfig } from './host/cloud-config';
import { dockerRun, imageVariable } from './host/docker-run';
import { settingsFile, textFile } from './host/host-file';
import { hostFirewall, hostFirewallFiles } from './host/host-firewall';
import { configFolder, runFolder } from './host/host-folders';
import { imagePull, imagePullFile } from './host/image-pull';
import { logAgents } from './host/log-agent';
import { containerMiB, type Machine } from './host/machine-type';
import { secretFiles } from './host/secret-files';
import { secretsFolder, secretsRefresh, secretsTimer } from './host/secrets-refresher';
import { unitText } from './host/unit-text';
import type { PinnedImage } from './pinned-image';
import { secretsVolume, toolVariables } from './tool-variables';

export interface ToolHostProps {
  /** Of the tool's container, by which what it prints is found in Cloud Logging. */
  readonly name: string;
  readonly image: PinnedImage;
  readonly port: number;
  /** Ids of secrets by the tool's variables. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Id of the secret with its certificate and key. */
  readonly certificate: string;
  readonly machine: Machine;
}

/** A tool's own user on its host. */
const toolUser = 1000;

const settings = `${configFolder}/host.env`;
const unit = 'airlock-tool.service';

/** The user data of a tool's hosts: the tool in a container that can write to /tmp alone, and its secrets in memory. */
export function toolUserData(props: ToolHostProps): string {
  return cloudConfig({
    files: [
      settingsFile(settings, { [imageVariable]: props.image.uri }),
      ...secretFiles({ ...props, user: toolUser }),
      ...hostFirewallFiles({ ports: [props.port] }),
      imagePullFile(),
      textFile(`/etc/systemd/system/${unit}`, toolUnit(props)),
    ],
    start: [hostFirewall, secretsTimer, unit],
  });
}

function toolUnit(props: ToolHostProps): string {
  const { name } = props;
  return unitText({
    Unit: {
      Description: 'A tool behind the airlock',
      Requires: `docker.service ${hostFirewall}`,
      Wants: 'network-online.target',
      After: `docker.service network-online.target ${hostFirewall} ${logAgents}`,
      StartLimitIntervalSec: '0',
    },
    Service: {
      EnvironmentFile: settings,
      Environment: `HOME=${runFolder}/home`,
      // it fails while a secret has no version, and is tried again
      ExecStartPre: [`/bin/bash ${imagePull}`, `/bin/bash ${secretsRefresh}`, `-/usr/bin/docker rm --force ${name}`],
      ExecStart: toolRun(props),
      ExecStop: `-/usr/bin/docker stop -t 60 ${name}`,
      Restart: 'always',
      RestartSec: '5',
      TimeoutStartSec: '600',
      TimeoutStopSec: '70',
    },
  });
}

function toolRun({ name, machine, port, secrets }: ToolHostProps): string {
  const variables = toolVariables(port, [...secrets.keys()]);
  return dockerRun({
    name,
    user: `${toolUser}:${toolUser}`,
    options: [
      // its port is the host's, and it may ask for the host's identity, which is its own
      '--network=host',
      `--memory=${containerMiB(machine)}m`,
      '--pids-limit=1024',
      '--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777',
      secretsVolume(secretsFolder),
      ...Object.entries(variables).map(([variable, value]) => `--env=${variable}=${value}`),
    ],
  });
}
