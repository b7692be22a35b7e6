import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { renderBootstrap } from '../envoy/bootstrap';
import { atExit } from './at-exit';
import { writeAtomically } from './atomic-file';
import type { LocalPlan } from './local-plan';
import { loopback } from './loopback-ports';
import { makePrivateFolder, socketName } from './private-folder';
import { SecretFiles } from './secret-files';
import { orStartError, StartError } from './start-error';

/** The private folder of one proxy: secrets, certificates and Envoy's configuration. */
export class LocalFolder {
  private readonly forget = atExit(() => this.remove());

  private constructor(
    readonly path: string,
    readonly bootstrap: string,
    readonly secrets: SecretFiles,
  ) {}

  /** Writes everything; throws a StartError, and leaves nothing, if the policy can't be enforced here. */
  static create(plan: LocalPlan): LocalFolder {
    const path = makePrivateFolder();
    try {
      checkSocketPath(path);
      const secrets = new SecretFiles(join(path, 'secrets'), plan.sources, plan.secrets);
      const bootstrap = join(path, 'bootstrap.json');
      writeAtomically(bootstrap, JSON.stringify(render(plan, path)));
      return new LocalFolder(path, bootstrap, secrets);
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
  }

  remove(): void {
    this.forget();
    this.secrets.close();
    rmSync(this.path, { recursive: true, force: true });
  }
}

function render(plan: LocalPlan, folder: string) {
  const { options, agent, gatewayPort, proxyPort, auditLog, trusted, certificates } = plan;
  const pem = (name: string, text: string): string => {
    writeAtomically(join(folder, `${name}.pem`), text);
    return join(folder, `${name}.pem`);
  };
  const trustedCa = pem('trusted', trusted);
  const fallBack = options.policy.certificates.map((name) => [name, { file: trustedCa }]);
  const own = [...certificates].map(([name, text]) => [name, { file: pem(`certificate-${name}`, text) }]);
  return orStartError(() =>
    renderBootstrap(options.policy, {
      address: loopback,
      gatewayPort,
      proxyPort,
      agents: [{ agent: agent.name }],
      secrets: { kind: 'files', directory: join(folder, 'secrets') },
      trustedCa,
      certificates: Object.fromEntries([...fallBack, ...own]),
      adminSocket: join(folder, socketName),
      auditLogs: auditLog === undefined ? [] : [auditLog],
      resolve: options.resolve ?? [],
    }),
  );
}

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero among them
function checkSocketPath(folder: string): void {
  if (Buffer.byteLength(join(folder, socketName)) < 104) return;
  throw new StartError([`TMPDIR must be shorter, as a socket's path has 103 bytes at most, got '${folder}'`]);
}
