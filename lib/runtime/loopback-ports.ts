import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { StartError } from './start-error';

/** The only address that the local proxy listens on. */
export const loopback = '127.0.0.1';

/** The ports of a proxy. */
export interface ProxyPorts {
  readonly gatewayPort: number;
  readonly proxyPort: number;
  readonly transparentPort?: number;
  readonly transparentHttpPort?: number;
}

const options = {
  gatewayPort: '--gateway-port',
  proxyPort: '--proxy-port',
  transparentPort: '--transparent-port',
  transparentHttpPort: '--transparent-http-port',
} as const satisfies Record<keyof ProxyPorts, string>;

type Wanted = readonly [name: keyof ProxyPorts, port: number];

/** The same ports if all are free on loopback, a free one in place of 0; throws a StartError if one isn't. */
export async function freePorts(ports: ProxyPorts): Promise<ProxyPorts> {
  const wanted = (Object.keys(options) as (keyof ProxyPorts)[]).flatMap((name): Wanted[] => {
    const port = ports[name];
    return port === undefined ? [] : [[name, port]];
  });
  refuseRepeated(wanted);
  const held: Held[] = [];
  try {
    // held together, so that free ones differ
    for (const [name, port] of wanted) held.push(await hold(port, options[name]));
  } finally {
    await Promise.all(held.map(release));
  }
  return { ...ports, ...Object.fromEntries(wanted.map(([name], index) => [name, held[index]?.port])) };
}

function refuseRepeated(wanted: readonly Wanted[]): void {
  for (const [index, [name, port]] of wanted.entries()) {
    const earlier = wanted.slice(0, index).find(([, other]) => other === port && port !== 0);
    if (earlier) throw new StartError([`${options[earlier[0]]} and ${options[name]} must differ, got ${port} for both`]);
  }
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
