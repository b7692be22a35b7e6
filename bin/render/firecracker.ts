import { agentEnvironment } from '../../lib/policy/agent-environment';
import { guestInit } from '../../lib/sandbox/firecracker/guest-init';
import { hostScript } from '../../lib/sandbox/firecracker/host-script';
import { initrdScript } from '../../lib/sandbox/firecracker/initrd-script';
import { machineConfiguration } from '../../lib/sandbox/firecracker/machine-configuration';
import { bridged, places } from '../../lib/sandbox/places';
import { Unusable } from '../exit';
import { usable } from '../usable';
import { wholeMicrovm } from './microvm-parts';
import { interceptedBy, type Rendered, type RenderProps } from './rendered';

/** Firecracker's configuration, and beside it the scripts of the host and the guest. */
export function firecracker(props: RenderProps): Rendered {
  const { policy, agent } = props;
  refuseOtherPlace(props);
  const { kernel, rootfs, command, workspace, limits } = wholeMicrovm(props.microvm ?? {}, props.container ?? {});
  const needsCertificates = interceptedBy(props).length > 0;
  const environment = agentEnvironment(policy, {
    agent,
    proxyHost: bridged.host,
    gatewayPort: bridged.gatewayPort,
    proxyPort: bridged.proxyPort,
    ...(needsCertificates && { caFile: places.caFile }),
  });
  const configuration = usable(() => machineConfiguration({ limits, workspace: workspace?.mode }));
  return {
    text: `${JSON.stringify(configuration, null, 2)}\n`,
    mode: 0o644,
    notes: [...notes, ...(needsCertificates ? [certificates] : [])],
    beside: {
      'init.sh': guestInit({ command, environment, limits, workspace: workspace?.mode }),
      'initrd.sh': initrdScript({ needsCertificates }),
      'host.sh': hostScript({ agent, kernel, rootfs, workspace, limits }),
    },
  };
}

function refuseOtherPlace({ proxyHost, gatewayPort, proxyPort }: RenderProps): void {
  const { host, gatewayPort: gateway, proxyPort: proxy } = bridged;
  if (proxyHost === host && gatewayPort === gateway && proxyPort === proxy) return;
  throw new Unusable(
    `in a microVM the proxy is at ${host}, ports ${gateway} and ${proxy}: remove --proxy-host and the ports, got '${proxyHost}', ${gatewayPort}, ${proxyPort}`,
  );
}

const notes: readonly string[] = [
  "init.sh, initrd.sh and host.sh are written beside it with --output FOLDER/vm.json: 'sh initrd.sh [MODULES]', then, as root, 'sh host.sh POLICY'",
  'the machine has no network interface: its only ways out are the sockets v.sock_8080 and v.sock_3128 in its jail',
];

const certificates =
  "certificates that the agent trusts are read from ca.pem beside initrd.sh: 'agent-airlock certificates' makes it as bundle.pem";
