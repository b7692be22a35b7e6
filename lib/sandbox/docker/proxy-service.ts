import { doors, socketFolder } from './agent-mounts';
import type { Service } from './compose-service';
import type { ProxyFile } from './proxy-bootstrap';

/** Name of the volume that is the way from the agent to the proxy. */
export const socketVolume = 'sockets';
/** Name of Envoy's configuration beside compose.yaml. */
export const bootstrapName = 'proxy.json';

const configuration = '/etc/envoy/airlock.json';

export interface ProxyServiceProps {
  readonly files: readonly ProxyFile[];
  readonly image?: string;
  /** What closes its container. */
  readonly settings: Service;
}

/** Envoy as a service: without any port that others reach, with nothing to write to but the folder of its sockets. */
export function proxyService({ files, image, settings }: ProxyServiceProps): Service {
  const secrets = files.filter(({ isSecret }) => isSecret).map(given);
  return {
    image: image ?? "${AIRLOCK_PROXY_IMAGE:?name Envoy's image by its digest}",
    ...settings,
    entrypoint: ['/usr/local/bin/envoy'],
    command: [
      '--disable-hot-restart',
      '--config-path',
      configuration,
      ...['--log-level', 'warning', '--file-flush-interval-msec', '500'],
    ],
    networks: ['egress'],
    volumes: [{ type: 'volume', source: socketVolume, target: socketFolder }],
    configs: [{ source: 'bootstrap', target: configuration }, ...files.filter(({ isSecret }) => !isSecret).map(given)],
    ...(secrets.length > 0 && { secrets }),
    // what it takes at most when it refuses requests for want of memory, and what the process itself needs
    ...{ mem_limit: '1280m', memswap_limit: '1280m', pids_limit: 200, ulimits: { nofile: { soft: 65_536, hard: 65_536 } } },
    healthcheck: {
      test: ['CMD-SHELL', doors.map(({ socket }) => `test -S ${socket}`).join(' && ')],
      interval: '1s',
      retries: 30,
    },
    // a record of each request; no request passes without one
    logging: { driver: 'local', options: { 'max-size': '50m', 'max-file': '5' } },
    restart: 'unless-stopped',
    pull_policy: 'missing',
  };
}

const given = ({ name, target }: ProxyFile): Service => ({ source: name, target });
