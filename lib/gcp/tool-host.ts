import { cloudConfig } from './host/cloud-config';
import { containerUnitFiles } from './host/container-unit';
import { dockerRun } from './host/docker-run';
import type { HostFile } from './host/host-file';
import { hostFirewall, hostFirewallFiles } from './host/host-firewall';
import { imagePullFile } from './host/image-pull';
import { containerMiB, type Machine } from './host/machine-type';
import { secretFiles } from './host/secret-files';
import { secretsFolder, secretsTimer } from './host/secrets-refresher';
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

const unit = 'airlock-tool.service';

/** The user data of a tool's hosts: the tool in a container that can write to /tmp alone, and its secrets in memory. */
export function toolUserData(props: ToolHostProps): string {
  return cloudConfig({
    files: [
      ...toolUnitFiles(props),
      ...secretFiles({ ...props, user: toolUser }),
      ...hostFirewallFiles({ ports: [props.port] }),
      imagePullFile(),
    ],
    start: [hostFirewall, secretsTimer, unit],
  });
}

function toolUnitFiles(props: ToolHostProps): readonly HostFile[] {
  const { name, image } = props;
  return containerUnitFiles({
    ...{ unit, name, image: image.uri, description: 'A tool behind the airlock' },
    run: toolRun(props),
    stop: `-/usr/bin/docker stop -t 60 ${name}`,
    stopSeconds: 70,
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
