import { stringify } from 'yaml';
import type { EgressPolicy } from '../../policy/egress-policy';
import type { AgentContainer } from './agent-container';
import { composeService, type Service, serviceSettings } from './compose-service';
import { type ProxyFile, proxyFiles } from './proxy-bootstrap';
import { bootstrapName, proxyService, socketVolume } from './proxy-service';

export interface ComposeFileProps {
  readonly policy: EgressPolicy;
  readonly agent: string;
  readonly container: AgentContainer;
  /** Of Envoy. @default - the variable AIRLOCK_PROXY_IMAGE, without which Compose starts nothing */
  readonly proxyImage?: string;
  readonly command: readonly string[];
}

/** compose.yaml: a proxy, the only one with a network, and the agent, which has its sockets. */
export function composeFile({ policy, agent, container, proxyImage, command }: ComposeFileProps): string {
  const files = proxyFiles(policy, agent);
  const sources = { sockets: socketVolume, authorities: './certificates/bundle.pem' };
  return stringify(
    {
      services: {
        agent: {
          ...composeService(container, sources, command),
          depends_on: { proxy: { condition: 'service_healthy' } },
        },
        proxy: proxyService({ files, image: proxyImage, ...proxySettings(container) }),
      },
      networks: { egress: {} },
      volumes: { [socketVolume]: socketsInMemory },
      configs: entries(files.filter(({ isSecret }) => !isSecret).concat(bootstrap)),
      ...(files.some(({ isSecret }) => isSecret) && { secrets: entries(files.filter(({ isSecret }) => isSecret)) }),
    },
    { lineWidth: 0 },
  );
}

const bootstrap: ProxyFile = { name: 'bootstrap', file: `./${bootstrapName}`, target: '', isSecret: false };

// each writes what is its own alone: the sockets are their owner's, and the agent has the folder read-only
const socketsInMemory = {
  driver: 'local',
  driver_opts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m,mode=1777,noexec,nosuid,nodev' },
};

const entries = (files: readonly ProxyFile[]): Service => Object.fromEntries(files.map(({ name, file }) => [name, { file }]));

/** What closes the agent's container closes the proxy's too, but for what it needs: a network, and no folder of the agent's. */
function proxySettings({ settings }: AgentContainer): { readonly settings: Service } {
  const kept = ['cap-drop', 'cgroupns', 'init', 'ipc', 'read-only', 'user'];
  const privileges = settings.filter(({ option, value }) => option === 'security-opt' && value === 'no-new-privileges');
  return { settings: serviceSettings([...settings.filter(({ option }) => kept.includes(option)), ...privileges]) };
}
