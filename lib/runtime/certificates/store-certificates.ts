import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../audit/printable';
import { atExit } from '../at-exit';
import { writeAtomically } from '../atomic-file';
import type { CommandLine } from '../parent-death';
import { makePrivateFolder, sweepPrivateFolders } from '../private-folder';
import { shellWord } from '../shell-word';
import { StartError } from '../start-error';
import type { CertificateFolder } from './certificate-folder';
import type { SecretStore } from './secret-store';

/**
 * Has the vendor's own command line store a certificate of the folder; the authority's is stored without its key, which never leaves
 * the folder. Throws a StartError if the command can't be run or fails.
 */
export async function storeCertificate(folder: CertificateFolder, store: SecretStore, name: string): Promise<void> {
  await sweepPrivateFolders();
  const place = makePrivateFolder();
  const remove = () => rmSync(place, { recursive: true, force: true });
  const forget = atExit(remove);
  try {
    const file = join(place, `${name}.json`);
    writeAtomically(file, document(folder, name));
    await run(store.command(name, file));
  } finally {
    remove();
    forget();
  }
}

/** The same as a command for a shell, started where the folder is found by its path. */
export function storeCommand(folder: CertificateFolder, store: SecretStore, name: string): string {
  const files = partsOf(name).flatMap((part) => ['--rawfile', part, shellWord(folder.file(`${name}.${extension[part]}`))]);
  const value = `{${partsOf(name)
    .map((part) => `${part}: $${part}`)
    .join(', ')}}`;
  return `jq -n ${files.join(' ')} '${value}' | ${store.command(name, '-').map(shellWord).join(' ')}`;
}

type Part = 'certificate' | 'key';
const extension: Readonly<Record<Part, string>> = { certificate: 'pem', key: 'key' };
const partsOf = (name: string): readonly Part[] => (name === 'ca' ? ['certificate'] : ['certificate', 'key']);

// both in one value: no reader sees one of them change alone
function document(folder: CertificateFolder, name: string): string {
  const parts = partsOf(name).map((part) => [part, folder.text(`${name}.${extension[part]}`)]);
  return JSON.stringify(Object.fromEntries(parts));
}

function run([program, ...args]: CommandLine): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, AWS_PAGER: '' }, timeout: commandMs };
    const child = execFile(program, args, options, (error, _stdout, stderr) => {
      if (!error) return resolve();
      const said = stderr.trim().split('\n').at(-1) || error.message.split('\n')[0] || '';
      reject(
        new StartError([missing(error, program) ?? `${[program, ...args.slice(0, 4)].join(' ')} failed: ${printable(said)}`]),
      );
    });
    child.stdin?.end();
  });
}

const commandMs = 120_000;

const missing = ({ code }: { code?: unknown }, program: string): string | undefined =>
  code === 'ENOENT'
    ? `${program} must be on PATH to store certificates: install it, or print its commands by --print-commands`
    : undefined;
