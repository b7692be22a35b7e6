import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for the endpoint where an ECS task finds the credentials of its role. */
export interface RoleEndpoint {
  /** The variables that lead to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The authorization of each request. */
  readonly asked: (string | undefined)[];
  close(): Promise<void>;
}

/** Starts the stand-in on a free loopback port; it answers with `status` and, if that is 200, with these keys. */
export async function startRoleEndpoint(keys: Readonly<Record<string, string>>, status = 200): Promise<RoleEndpoint> {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    asked.push(headers.authorization);
    const Expiration = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(status === 200 ? JSON.stringify({ ...keys, Expiration }) : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/role`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'task-token',
    },
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
