import { type Client, everyWay, type Order, type Way } from '../client';
import { node20 } from '../node-20';
import { installed } from '../npm/installed';
import { onPath } from '../on-path';
import { programFile } from '../programs/program-file';
import { python } from '../python';

interface WebClient {
  readonly name: string;
  readonly ways: readonly Way[];
  readonly find: Client['find'];
  /** The command that prints what it gets from a URL. */
  readonly get: (url: string, order: Order) => readonly string[];
  /** How it words that the proxy opens no tunnel. @default - it never asks for one */
  readonly refusal?: RegExp;
}

/** A client that gets one URL. */
const webClient = ({ get, refusal, ...client }: WebClient): Client => ({
  ...client,
  site: 'site',
  allowed: (order) => ({ command: get(`${order.origin}/repos/acme/one`, order), shows: /hello from upstream/ }),
  forbidden: (order) => ({
    command: get(`${order.origin}/repos/other/one`, order),
    shows: /"reason":"path-not-allowed"/,
    reason: 'path-not-allowed',
  }),
  ...(refusal && { elsewhere: (order) => ({ command: get(`${order.origin}/`, order), shows: refusal }) }),
});

export const curl = webClient({
  name: 'curl',
  ways: everyWay,
  find: () => onPath('curl'),
  get: (url, order) => [order.program, '--silent', '--show-error', url],
  refusal: /CONNECT tunnel failed, response 403/,
});

export const urllib = webClient({
  name: "Python's urllib",
  ways: everyWay,
  find: python,
  get: (url, order) => [order.program, programFile('urllib_get.py'), url],
  refusal: /Tunnel connection failed: 403 Forbidden/,
});

export const requests = webClient({
  name: "Python's requests",
  ways: everyWay,
  find: python,
  get: (url, order) => [order.program, programFile('requests_get.py'), url],
  refusal: /Tunnel connection failed: 403 Forbidden/,
});

export const ownNode = webClient({
  name: "Node 20's fetch",
  // it reads no proxy variable before 22.21
  ways: ['gateway', 'transparent'],
  find: node20,
  get: (url, order) => [order.program, programFile('fetch.mjs'), url],
});

export const newerNode = webClient({
  name: "Node 22's fetch",
  ways: everyWay,
  find: () => installed(`node-linux-${process.arch}/bin/node`),
  get: (url, order) => [order.program, programFile('fetch.mjs'), url],
  refusal: /Proxy response \(403\)/,
});

export const java = webClient({
  name: "Java's HttpClient",
  // it reads no variable, neither for the proxy nor for certificates
  ways: ['gateway', 'transparent'],
  find: async () => {
    await onPath('keytool');
    return onPath('java');
  },
  get: (url, { program: path, caFile }) => ['sh', '-c', javaCommands, 'sh', caFile, path, programFile('Get.java'), url],
});

const javaCommands = `
if [ -f "$1" ]; then keytool -importcert -noprompt -storepass changeit -keystore trusted -file "$1" || exit; fi
exec "$2" -Djavax.net.ssl.trustStore=trusted -Djavax.net.ssl.trustStorePassword=changeit "$3" "$4"
`;
