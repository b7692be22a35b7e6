import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { StartError } from '../../lib/runtime/start-error';
import type { SandboxPlan } from '../../lib/sandbox/launch/sandbox-plan';
import { isWithin } from '../../lib/workspace/is-within';

/** A file that the proxy goes by, and what somebody named it with. */
interface OwnFile {
  readonly option: string;
  readonly path: string;
}

/** Throws a StartError where a secret's file is in a folder that agents see which something else runs. */
export function refuseSeenSecrets(proxy: LocalProxyOptions, folders: readonly string[]): void {
  const seen = folders.flatMap(namesOf);
  const problems = inside(secretsOf(proxy), seen).map(
    ({ option, path }) => `${option} may not be where agents read it${elsewhere(path)}`,
  );
  if (problems.length > 0) throw new StartError(problems);
}

/** Throws a StartError where a command would read a secret of the proxy's, or could change what the proxy goes by or has recorded. */
export function refuseOwnFiles(policyFile: string, proxy: LocalProxyOptions, { workspace, mounts }: SandboxPlan): void {
  const seen = [workspace, ...mounts].map(({ target }) => target);
  const changed = workspace.mode === 'rw' ? [workspace.target] : [];
  const problems = [
    ...inside(secretsOf(proxy), seen).map(({ option, path }) => `${option} may not be where COMMAND reads it${elsewhere(path)}`),
    ...inside(goneBy(policyFile, proxy), changed).map(
      ({ option, path }) => `${option} may not be in a workspace of mode rw, where COMMAND could change it${elsewhere(path)}`,
    ),
  ];
  if (problems.length > 0) throw new StartError(problems);
}

const elsewhere = (path: string): string => `: keep it in a folder of its own, got '${path}'`;

const secretsOf = ({ secrets = {} }: LocalProxyOptions): readonly OwnFile[] =>
  Object.entries(secrets).flatMap(([name, source]) =>
    source.kind === 'file' ? [{ option: `--secret ${name}`, path: source.path }] : [],
  );

const goneBy = (policyFile: string, { auditLog, upstreamCa, certificates }: LocalProxyOptions): readonly OwnFile[] =>
  Object.entries({
    POLICY: policyFile,
    '--audit-log': auditLog,
    '--upstream-ca': upstreamCa,
    '--certificates': certificates,
  }).flatMap(([option, path]) => (path === undefined ? [] : [{ option, path }]));

const inside = (files: readonly OwnFile[], folders: readonly string[]): readonly OwnFile[] =>
  files.filter(({ path }) => namesOf(path).some((name) => folders.some((folder) => isWithin(name, folder))));

/** Where a file is, and where it leads to if it is a link. */
function namesOf(path: string): readonly string[] {
  const whole = resolve(path);
  if (!existsSync(dirname(whole))) return [whole];
  const name = join(realpathSync(dirname(whole)), basename(whole));
  return existsSync(name) ? [name, realpathSync(name)] : [name];
}
