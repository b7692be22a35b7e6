/** Where things are in a sandbox, whatever it is made of. */
export const places = {
  /** The only folder that is kept; `agent-airlock run` puts the workspace where it is outside instead, as build tools write paths down. */
  workspace: '/workspace',
  /** In memory. */
  home: '/home/agent',
  /** In memory. */
  tmp: '/tmp',
  /** Sockets of the proxy, and what the agent trusts. */
  airlock: '/run/airlock',
  gatewaySocket: '/run/airlock/gateway.sock',
  proxySocket: '/run/airlock/proxy.sock',
  /** Asked for by those who want programs caught that ignore proxy variables. */
  transparentSocket: '/run/airlock/transparent.sock',
  transparentHttpSocket: '/run/airlock/transparent-http.sock',
  /** The bridge's one file; its name says to Node what it is, whatever `package.json` is above it. */
  bridge: '/run/airlock/bridge.cjs',
  /** The boundary's authority, and the public ones. */
  caFile: '/run/airlock/ca.pem',
} as const;

/** The user that an agent is in its sandbox. */
export const agentUser = { uid: 1000, gid: 1000, name: 'agent' } as const;

/** Where the bridge listens in a sandbox: these ports are free in every network namespace that is new. */
export const bridged = { host: '127.0.0.1', gatewayPort: 8080, proxyPort: 3128 } as const;

/** The same for `agent-airlock run --public-ports`, so that denials name what is there inside. */
export const publicPorts = `${bridged.gatewayPort}:${bridged.proxyPort}`;
