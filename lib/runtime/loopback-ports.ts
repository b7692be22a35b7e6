import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { StartError } from './start-error';

/** The only address that the local proxy listens on. */
export const loopback = '127.0.0.1';

/** The two ports of a proxy. */
export interface ProxyPorts {
  readonly gatewayPort: number;
  readonly proxyPort: number;
}

/** The same ports if both are free on loopback, a free one in place of 0; throws a StartError for each that isn't. */
export async function freePorts({ gatewayPort, proxyPort }: ProxyPorts): Promise<ProxyPorts> {
  if (gatewayPort === proxyPort && gatewayPort !== 0) {
    throw new StartError([`--gateway-port and --proxy-port must differ, got ${gatewayPort} for both`]);
  }
  // held together, so that two free ones differ
  const gateway = await hold(gatewayPort, '--gateway-port');
  const proxy = await hold(proxyPort, '--proxy-port').finally(() => release(gateway));
  await release(proxy);
  return { gatewayPort: gateway.port, proxyPort: proxy.port };
}

/** Whether something takes connections on a loopback port. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, loopback);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

interface Held {
  readonly server: Server;
  readonly port: number;
}

async function hold(port: number, option: string): Promise<Held> {
  const server = createServer().listen(port, loopback);
  try {
    await once(server, 'listening');
    return { server, port: (server.address() as AddressInfo).port };
  } catch (error) {
    throw new StartError([
      `port ${port} ${why(error as NodeJS.ErrnoException)}: choose another by ${option}, or 0 for a free one`,
    ]);
  }
}

function why({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'is in use by another program';
  return code === 'EACCES' ? 'needs privileges that this user lacks' : `can't be listened on (${message})`;
}

const release = ({ server }: Held): Promise<unknown> => new Promise((resolve) => server.close(resolve));
