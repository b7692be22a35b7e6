import type { Command } from 'commander';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateFolder } from '../../lib/runtime/certificates/certificate-folder';
import { day, lifeOf } from '../../lib/runtime/certificates/certificate-life';
import type { LeafRequest } from '../../lib/runtime/certificates/leaf';
import { type Certificate, nextRenewal, plannedRenewal, type RenewalProps, renew } from '../../lib/runtime/certificates/renewal';
import type { SecretStore } from '../../lib/runtime/certificates/secret-store';
import { storeCertificate, storeCommand } from '../../lib/runtime/certificates/store-certificates';
import { StoredCertificates } from '../../lib/runtime/certificates/stored-certificates';
import { Unusable } from '../exit';
import { parseDays } from '../parse-days';
import { parseStores } from '../parse-stores';
import { repeatable } from '../repeatable';

interface CertificatesOptions {
  readonly output: string;
  readonly days: string;
  readonly caDays: string;
  readonly renew?: boolean;
  readonly check?: boolean;
  readonly store: readonly string[];
  readonly printCommands?: boolean;
}

/** `certificates POLICY`: keeps a folder with the boundary's authority and a certificate for each intercepted destination. */
export function register(program: Command): void {
  program
    .command('certificates')
    .description('make, renew and store the certificates that intercepted destinations need')
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .option('--output <folder>', 'where they are kept', 'certificates')
    .option('--days <n>', "how long a destination's certificate is valid", '90')
    .option('--ca-days <n>', "how long the authority's certificate is valid", '730')
    .option('--renew', 'make everything anew, with new keys: agents must fetch the new ca.pem')
    .option('--check', 'write nothing; status 1 if something is due')
    .addOption(repeatable('--store <place>', 'aws:PREFIX or gcp:PREFIX: store what is new there; again for more'))
    .option('--print-commands', 'print the commands that store everything, and run none')
    .action(certificates);
}

async function certificates(file: string, options: CertificatesOptions): Promise<void> {
  const props = renewalProps(EgressPolicy.fromFile(file), options);
  const stores = parseStores(options.store);
  if (options.check) return check(props, stores);
  // commands are for a shell to read
  const say = options.printCommands ? console.error : console.log;
  for (const certificate of await renew(props)) say(line(props, certificate));
  say(`next renewal: ${day(nextRenewal(props.folder, props.leaves))}`);
  if (options.printCommands) for (const text of commands(props, stores)) console.log(text);
  else for (const store of stores) await storeNew(props, store);
}

function renewalProps(policy: EgressPolicy, options: CertificatesOptions): RenewalProps {
  const days = parseDays(options.days, '--days', 825);
  const caDays = parseDays(options.caDays, '--ca-days', 3650);
  if (days > caDays) throw new Unusable(`--days must not be more than --ca-days, got ${days} and ${caDays}`);
  const folder = CertificateFolder.open(options.output);
  return { folder, leaves: leavesOf(policy), days, caDays, all: options.renew ?? false, now: new Date() };
}

function leavesOf({ destinations }: EgressPolicy): readonly LeafRequest[] {
  const intercepted = destinations.filter(({ access }) => access === 'intercept');
  if (intercepted.length === 0)
    throw new Unusable("the policy needs no certificates: none of its destinations has access 'intercept'");
  return intercepted.map(({ name, hosts }) => ({ name: usableName(name), hosts: hosts.map(({ text }) => text) }));
}

function usableName(name: string): string {
  if (name !== 'ca' && name !== 'bundle') return name;
  throw new Unusable(`destination '${name}': an intercepted destination can't have the name of a file of the folder: rename it`);
}

async function check(props: RenewalProps, stores: readonly SecretStore[]): Promise<void> {
  const due = (await plannedRenewal(props)).filter(({ because }) => because !== undefined);
  for (const { name, because } of due) console.log(`${name}: due: ${because}`);
  const stored = new StoredCertificates(props.folder);
  const unsaved = stores.flatMap((store) =>
    names(props)
      .filter((name) => !stored.has(store, name))
      .map((name) => `${name}: due: not in ${store.text}`),
  );
  for (const text of unsaved) console.log(text);
  if (due.length + unsaved.length > 0) process.exitCode = 1;
  else console.log(`nothing is due before ${day(nextRenewal(props.folder, props.leaves))}`);
}

async function storeNew(props: RenewalProps, store: SecretStore): Promise<void> {
  // an end by itself would leave the file that the vendor's command reads
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const stored = new StoredCertificates(props.folder);
  for (const name of names(props).filter((each) => !stored.has(store, each))) {
    await storeCertificate(props.folder, store, name);
    stored.add(store, name);
    console.log(`${name}: stored in ${store.text}`);
  }
}

const commands = (props: RenewalProps, stores: readonly SecretStore[]): string[] =>
  stores.flatMap((store) => names(props).map((name) => storeCommand(props.folder, store, name)));

const names = ({ leaves }: RenewalProps): string[] => ['ca', ...leaves.map(({ name }) => name)];

function line({ folder, leaves }: RenewalProps, { name, because }: Certificate): string {
  const hosts = leaves.find((leaf) => leaf.name === name)?.hosts;
  const { until } = lifeOf(folder.text(`${name}.pem`) ?? '');
  const done = because === undefined ? 'kept' : `made anew, as ${because}`;
  return [`${name}: ${done}`, ...(hosts ? [`for ${hosts.join(', ')}`] : []), `valid until ${day(until)}`].join('; ');
}
