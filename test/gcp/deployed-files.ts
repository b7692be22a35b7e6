import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { sdsDocument } from '../../lib/envoy/credentials/credential-secret';
import { accessTokenName } from '../../lib/envoy/credentials/google';
import { leafDocument, leafFile } from '../../lib/envoy/listeners/intercept-certificates';
import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';
import { sdsFile } from '../../lib/envoy/watched-secret';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { interceptedNames } from '../../lib/policy/intercepted-names';
import { stackOf } from './fixture';
import { interception } from './interception-fixture';
import { doorIn, hostFilesOf } from './proxy-fixture';

/** What the proxies' hosts are, for clients that know nothing of a proxy too. */
export function filesFor(policy: EgressPolicy, ca = interception.ca): ReadonlyMap<string, string> {
  const stack = stackOf();
  doorIn(stack, { policy, interception: { ca }, transparent: true });
  return hostFilesOf(stack);
}

/**
 * Envoy's arguments on a host, in `folder` in place of the host's own folders, with secrets that nobody has set; `ports` are what its ports are
 * here.
 */
export function argumentsIn(
  folder: string,
  policy: EgressPolicy,
  files: ReadonlyMap<string, string>,
  ports: ReadonlyMap<number, number> = new Map(),
): string[] {
  for (const [path, text] of [...files, ...placeholders(policy)])
    write(folder, path, path.endsWith('.yaml') ? moved(text, folder, ports) : text);
  const unit = files.get('/etc/systemd/system/airlock-proxy.service') ?? '';
  const [, args = ''] = /^ExecStart=.* \$\{AIRLOCK_IMAGE\} (.*)$/m.exec(unit) ?? [];
  mkdirSync(join(folder, 'run/airlock/admin'), { recursive: true });
  return args.split(' ').map((argument) => (argument.startsWith('/etc/') ? folder + argument : argument));
}

/** Stores the certificate of a destination, as the hosts' refresher does. */
export const storeLeaf = (folder: string, destination: string, leaf: { certificate: string; key: string }): void =>
  write(folder, `/run/airlock/secrets/${leafFile(destination)}`, leafDocument(destination, leaf));

function moved(text: string, folder: string, ports: ReadonlyMap<number, number>): string {
  const bootstrap = parse(text, { maxAliasCount: -1 });
  const here = JSON.stringify(bootstrap, (key, value) => {
    if (key === 'port_value') return ports.get(value) ?? value;
    return typeof value === 'string' && /^\/(run|etc)\/airlock\b/.test(value) ? folder + value : value;
  });
  return stringify(JSON.parse(here));
}

function placeholders(policy: EgressPolicy): (readonly [string, string])[] {
  const tokens = policy.destinations.filter(({ credential }) => credential?.type === 'google-access-token');
  const empty = [...policy.secrets, ...tokens.map(({ name }) => accessTokenName(name))];
  return [
    ...empty.map((name) => [`/run/airlock/secrets/${sdsFile(name)}`, sdsDocument(name, '')] as const),
    ...interceptedNames(policy).map(
      (name) => [`/run/airlock/secrets/${leafFile(name)}`, leafDocument(name, placeholderCertificate)] as const,
    ),
  ];
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(folder + path), { recursive: true });
  writeFileSync(folder + path, text);
}
