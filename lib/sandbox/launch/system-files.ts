import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { foldersAbove } from './folders-above';

/** Folders of programs and what they need, which every user of a machine may read. */
export const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt'] as const;

/**
 * What programs read in /etc: where libraries and alternatives are, the hour, certificates of public authorities. No file is among them
 * that may hold a password or a key: not /etc/ssl or /etc/pki as a whole, not npmrc, pip.conf, gitconfig, environment.
 */
const etc = [
  ...['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'localtime', 'timezone', 'os-release', 'debian_version'],
  ...['ssl/certs', 'ssl/openssl.cnf', 'pki/tls/certs', 'pki/tls/cert.pem', 'pki/tls/openssl.cnf', 'pki/ca-trust/extracted'],
  ...['ca-certificates/extracted', 'crypto-policies', 'fonts', 'inputrc', 'locale.alias', 'magic', 'magic.mime', 'mime.types'],
  ...['protocols', 'services', 'terminfo', 'bash.bashrc', 'profile', 'perl', 'python3', 'java-17-openjdk', 'java-21-openjdk'],
];

/** bubblewrap's arguments for the system's files, all read-only and at their places. */
export function systemArguments(): readonly string[] {
  return [...systemFolders.flatMap(folderArguments), ...etc.flatMap(etcArguments)];
}

function folderArguments(path: string): readonly string[] {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  return stat ? ['--ro-bind', path, path] : [];
}

function etcArguments(name: string): readonly string[] {
  const path = `/etc/${name}`;
  return existsSync(path) ? [...foldersAbove(path), '--ro-bind', path, path] : [];
}
