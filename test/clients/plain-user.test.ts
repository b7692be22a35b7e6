import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { put, scratchFolder } from '../runtime/scratch';
import { type Caller, plainUser } from '../sandbox/launch/callers';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { claudeCode } from './clients/model-clients';
import { type Internet, startInternet } from './internet';
import { secretMark, secretOf } from './secrets';
import { hosts, mainSites, policyOf } from './sites';

// root alone can become a user without rights here; who isn't root is one in all other tests

const project = join(__dirname, '..', '..');
const why = process.getuid?.() === 0 ? whyNoSandbox() : 'root alone can start one';
const variableOf = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');

describe.skipIf(why)(`a plain user's sandbox${why ? `, skipped: ${why}` : ''}`, () => {
  const folder = scratchFolder();
  const at = (name: string) => join(folder, name);
  let internet: Internet;
  let call: Caller;

  beforeAll(async () => {
    for (const name of ['served', 'work', 'state', 'runtime', 'programs', 'programs/bin']) mkdirSync(at(name));
    const authority = await CertificateAuthority.create({ name: 'stand-ins' });
    internet = await startInternet({ authority, folder: at('served'), asksForCredential: true });
    put(folder, 'upstream-ca.pem', authority.certificate);
    put(folder, 'airlock.yaml', JSON.stringify(policyOf('intercept', mainSites)));
    put(at('work'), 'main.c', 'int main;\n');
    copyFileSync(await claudeCode.find(), at('programs/bin/claude'));
    execFileSync('chown', ['-R', '65534:65534', folder]);
    chmodSync(folder, 0o711);
    call = plainUser({ project, envoy: await findEnvoy(), folder });
    return () => internet.close();
  });

  const ran = (command: readonly string[]): Promise<string> => {
    const names = secretNames(EgressPolicy.fromFile(at('airlock.yaml')).agent().destinations);
    const airlock = [process.execPath, '--require', 'tsx/cjs', 'bin/agent-airlock.ts', 'run', at('airlock.yaml')];
    const options = [
      ...['--workspace', at('work'), '--ro', at('programs'), '--upstream-ca', at('upstream-ca.pem'), '--transparent'],
      ...Object.values(hosts).flatMap((host) => ['--resolve', `${host}:443=127.0.0.1:${internet.port}`]),
      ...names.flatMap((name) => ['--secret', `${name}=env:${variableOf(name)}`]),
    ];
    const env = {
      ...{
        PATH: process.env.PATH,
        HOME: folder,
        ENVOY_PATH: at('envoy'),
        XDG_STATE_HOME: at('state'),
        XDG_RUNTIME_DIR: at('runtime'),
      },
      ...Object.fromEntries(names.map((name) => [variableOf(name), secretOf(name)])),
    };
    const [program = '', ...words] = call([...airlock, ...options, '--', ...command]);
    return new Promise((resolve) => {
      const child = execFile(program, words, { env, cwd: project, timeout: 150_000 }, (_error, stdout, stderr) =>
        resolve(stdout + stderr),
      );
      child.stdin?.end();
    });
  };

  test.each<[string, readonly string[], RegExp]>([
    [
      'Claude Code',
      [at('programs/bin/claude'), '--allowedTools', 'Bash', '--print', 'Run: echo changed > main.c; cat main.c; id -u'],
      /changed\n1000/,
    ],
    [
      'git',
      ['sh', '-c', `git clone --quiet https://${hosts['git-fetch']}/acme/tools && git -C tools log --format=%s`],
      /^first$/m,
    ],
    [
      'npm',
      ['sh', '-c', `npm install --registry https://${hosts['npm-read']}/ greeting && node -p "require('greeting')"`],
      /^hello from npm$/m,
    ],
    [
      'curl, past the proxy variables',
      ['env', '-u', 'HTTPS_PROXY', '-u', 'https_proxy', 'curl', '-sS', `https://${hosts.site}/repos/acme/one`],
      /hello from upstream/,
    ],
  ])('runs %s', async (_, command, shows) => {
    const output = await ran(command);
    expect(output).toMatch(shows);
    expect(output).not.toContain(secretMark);
    expect(internet.seen.length).toBeGreaterThan(0);
    expect(execFileSync('cat', [at('work/main.c')], { encoding: 'utf8' })).toBe('int main;\n');
  });
});
