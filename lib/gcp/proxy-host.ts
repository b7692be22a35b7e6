import { cloudConfig } from './host/cloud-config';
import { containerUnitFiles } from './host/container-unit';
import { dockerRun } from './host/docker-run';
import { drain, drainFile, stopSeconds } from './host/drain-script';
import { type HostFile, textFile } from './host/host-file';
import { hostFirewall, hostFirewallFiles } from './host/host-firewall';
import { configFolder, runFolder } from './host/host-folders';
import { imagePullFile } from './host/image-pull';
import { containerMiB, type Machine } from './host/machine-type';
import { type SecretsRefresherProps, secretsFolder, secretsRefresherFiles, secretsTimer } from './host/secrets-refresher';
import type { PinnedImage } from './pinned-image';
import { healthPort } from './proxy-listeners';

/** Envoy's own user on its host: that of its image. */
const envoyUser = 101;

/** Where Envoy's admin interface listens, for its user and root alone. */
export const adminSocket = `${runFolder}/admin/admin.sock`;

const bootstrapFile = `${configFolder}/envoy.yaml`;
const unit = 'airlock-proxy.service';

export interface ProxyHostProps extends Omit<SecretsRefresherProps, 'user'> {
  /** Of Envoy's container, by which its records are found in Cloud Logging. */
  readonly name: string;
  readonly image: PinnedImage;
  /** Where agents come in. */
  readonly ports: readonly number[];
  /** Envoy's bootstrap as YAML. */
  readonly bootstrap: string;
  /** PEM texts by the paths that the bootstrap has them at. */
  readonly certificates: ReadonlyMap<string, string>;
  readonly machine: Machine;
}

/** Bytes that Envoy may take for itself on a machine; the rest of its container's are its own outside its heap. */
export const envoyBytes = (machine: Machine): number => Math.floor(containerMiB(machine) * 1_048_576 * 0.9);

/** The user data of the proxies' hosts: Envoy in a container, its secrets, and an end that doesn't cut streams. */
export function proxyHost(props: ProxyHostProps): string {
  const { ports, bootstrap, certificates } = props;
  return cloudConfig({
    files: [
      ...proxyUnitFiles(props),
      textFile(bootstrapFile, bootstrap),
      ...[...certificates].map(([path, text]) => textFile(path, text)),
      ...secretsRefresherFiles({ ...props, user: envoyUser }),
      ...hostFirewallFiles({ ports: [...ports, healthPort], user: envoyUser }),
      imagePullFile(),
      drainFile(adminSocket),
    ],
    start: [hostFirewall, secretsTimer, unit],
  });
}

function proxyUnitFiles(props: ProxyHostProps): readonly HostFile[] {
  const { name, image } = props;
  const user = `${envoyUser}`;
  return containerUnitFiles({
    ...{ unit, name, image: image.uri, description: 'Envoy, the proxy of the airlock' },
    before: [`install --directory --mode 0700 --owner ${user} --group ${user} ${runFolder}/admin`],
    run: envoyRun(props),
    stop: [`/bin/bash ${drain}`, `-/usr/bin/docker stop -t 5 ${name}`],
    stopSeconds: stopSeconds + 10,
  });
}

function envoyRun({ name, machine }: ProxyHostProps): string {
  const mounts = [
    `${configFolder}:${configFolder}:ro`,
    `${secretsFolder}:${secretsFolder}:ro`,
    `${runFolder}/admin:${runFolder}/admin`,
  ];
  return dockerRun({
    name,
    user: `${envoyUser}:${envoyUser}`,
    options: [
      // it sees the addresses that the load balancer keeps, and needs no rule of Docker's
      '--network=host',
      '--entrypoint=/usr/local/bin/envoy',
      `--memory=${containerMiB(machine)}m`,
      '--ulimit=nofile=65536:65536',
      ...mounts.map((mount) => `--volume=${mount}`),
    ],
    command: ['--config-path', bootstrapFile, ...envoyOptions(machine)],
  });
}

function envoyOptions({ cpus }: Machine): readonly string[] {
  const options = {
    ...{ concurrency: cpus, 'log-level': 'warning', 'file-flush-interval-msec': 500 },
    ...{ 'drain-time-s': stopSeconds, 'drain-strategy': 'immediate' },
  };
  return ['--disable-hot-restart', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])];
}
