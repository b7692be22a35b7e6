import { X509Certificate } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { StandInModel } from '../../bin/demo/stand-in-model';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import type { CertificateFolder } from '../../lib/runtime/certificates/certificate-folder';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { authorityOf, intercepted, issueIn, keepCertificates, servedAuthority } from './boundary-stage';
import { claude, host, LocalStage, policyOf, secret, statusOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();
const policy = policyOf(
  { ...claude, access: 'intercept' },
  { ...claude, name: 'gateway', host: 'gateway.example.com' },
  { ...claude, name: 'late', host: 'late.example.com' },
);
let model: StandInModel;
let late: StandInModel;
let lateAuthority: CertificateAuthority;

beforeAll(async () => {
  lateAuthority = await CertificateAuthority.create({ name: 'late' });
  model = await StandInModel.start({ authority: stage.authority, hosts: [host, 'gateway.example.com'] });
  late = await StandInModel.start({ authority: lateAuthority, hosts: ['late.example.com'] });
});
afterAll(() => Promise.all([model.close(), late.close()]));

const resolve = () =>
  [host, 'gateway.example.com', 'late.example.com'].map((name) => ({
    ...{ host: name, port: 443, address: '127.0.0.1' },
    addressPort: (name.startsWith('late') ? late : model).port,
  }));

/** Requests through both ways in, one after another in each of several lanes, until it is stopped. */
class Load {
  readonly outcomes: (number | string)[] = [];
  /** Serial number of the certificate that the last intercepted request met. */
  serial = '';
  private isOver = false;
  private readonly lanes: Promise<void>[];

  constructor(proxy: LocalProxy, ca: string) {
    const gateway = () => statusOf(proxy, '/gateway/v1/messages');
    const intercept = async () => {
      const { status, serial } = await intercepted(proxy, ca);
      this.serial = serial;
      return status;
    };
    this.lanes = [gateway, gateway, intercept, intercept].map((ask) => this.lane(ask));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.lanes);
  }

  private async lane(ask: () => Promise<number>): Promise<void> {
    while (!this.isOver) this.outcomes.push(await ask().catch(String));
  }
}

let load: Load | undefined;
afterEach(() => load?.stop());

const replace = (name: string, text: string): void =>
  renameSync(put(stage.folder, `${name}.new`, text), join(stage.folder, name));

/** Rotates everything at once, and waits until the new ones are in use. */
async function rotate(round: number, folder: CertificateFolder, proxy: LocalProxy, running: Load): Promise<void> {
  const stranger = await CertificateAuthority.create({ name: `stranger ${round}` });
  const renewed = await (await authorityOf(folder.path)).renewed({ days: 700 + round, hosts: [host] });
  const issued = await issueIn(folder.path);
  replace('key', `sk-${round}\n`);
  replace('upstreams.pem', [stage.authority, stranger].map(({ certificate }) => certificate).join(''));
  folder.writePair('ca', { certificate: renewed.certificate, key: await renewed.privateKey() });
  folder.writePair('claude', issued);
  const { serialNumber } = new X509Certificate(issued.certificate);
  const inUse = async () =>
    running.serial === serialNumber &&
    model.requests.at(-1)?.headers['x-api-key'] === `sk-${round}` &&
    (await servedAuthority(proxy)) === renewed.certificate;
  await until(inUse, () => `round ${round} is not in use`);
}

test('no request fails while secrets, certificates and authorities rotate, and each new one is in use', async () => {
  const folder = await keepCertificates(join(stage.folder, 'certificates'));
  put(stage.folder, 'key', 'sk-0\n');
  replace('upstreams.pem', stage.authority.certificate);
  const proxy = await stage.start({
    ...{ policy, resolve: resolve(), certificates: folder.path, upstreamCa: join(stage.folder, 'upstreams.pem') },
    secrets: { [secret]: { kind: 'file', path: join(stage.folder, 'key') } },
  });
  const running = new Load(proxy, folder.text('ca.pem') ?? '');
  load = running;
  for (const round of [1, 2, 3]) await rotate(round, folder, proxy, running);

  expect(await statusOf(proxy, '/late/v1/messages')).toBe(503);
  replace('upstreams.pem', stage.authority.certificate + lateAuthority.certificate);
  await until(
    async () => (await statusOf(proxy, '/late/v1/messages')) === 200,
    () => 'the new authority is not in use',
  );
  await until(
    () => running.outcomes.length > 50,
    () => `${running.outcomes.length} requests`,
  );
  await running.stop();
  expect(running.outcomes.filter((outcome) => outcome !== 200)).toEqual([]);
});
