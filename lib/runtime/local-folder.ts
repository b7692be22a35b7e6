import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { renderBootstrap } from '../envoy/bootstrap';
import type { Interception } from '../envoy/bootstrap-props';
import { atExit } from './at-exit';
import { writeAtomically } from './atomic-file';
import { authorityFile } from './certificates/boundary-secret';
import { authoritySources } from './certificates/upstream-authorities';
import { FollowedFiles } from './followed-files';
import type { LocalPlan } from './local-plan';
import { loopback } from './loopback-ports';
import { makePrivateFolder, socketName } from './private-folder';
import { awsCredentialsFile } from './secrets/aws-credentials';
import { orStartError, StartError } from './start-error';
import { removeSocket } from './unix-socket';

/** The private folder of one proxy: secrets, certificates and Envoy's configuration. */
export class LocalFolder {
  private readonly forget = atExit(() => this.remove());

  private constructor(
    readonly path: string,
    readonly bootstrap: string,
    private readonly sockets: readonly string[],
    private readonly followed: readonly FollowedFiles[],
  ) {}

  /** Writes everything; throws a StartError, and leaves nothing, if the policy can't be enforced here. */
  static create(plan: LocalPlan): LocalFolder {
    const path = makePrivateFolder();
    try {
      checkSocketPath(path);
      const secrets = new FollowedFiles(join(path, 'secrets'), plan.credentials);
      const authorities = new FollowedFiles(join(path, 'authorities'), plan.authorities);
      const leaves = new FollowedFiles(join(path, 'certificates'), plan.boundary);
      const bootstrap = join(path, 'bootstrap.json');
      writeAtomically(bootstrap, JSON.stringify(render(plan, path)));
      return new LocalFolder(path, bootstrap, Object.values(plan.sockets), [secrets, authorities, leaves]);
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
  }

  /** Follows what secrets and certificates come from until it is removed; `report` is told of each change in one line. */
  follow(report: (line: string) => void): void {
    for (const files of this.followed) files.follow(report);
  }

  remove(): void {
    this.forget();
    for (const files of this.followed) files.close();
    for (const socket of this.sockets) removeSocket(socket);
    rmSync(this.path, { recursive: true, force: true });
  }
}

function render(plan: LocalPlan, folder: string) {
  const { options, agent, auditLog, authorities, boundary } = plan;
  return orStartError(() =>
    renderBootstrap(options.policy, {
      address: loopback,
      gatewayPort: plan.gatewayPort,
      proxyPort: plan.proxyPort,
      publicPorts: options.publicPorts,
      transparentPort: plan.transparentPort,
      transparentHttpPort: plan.transparentHttpPort,
      ...plan.sockets,
      socketsOnly: options.socketsOnly,
      agents: [{ agent: agent.name }],
      secrets: { kind: 'files', directory: join(folder, 'secrets') },
      awsCredentials: { kind: 'file', file: join(folder, 'secrets', awsCredentialsFile) },
      ...authoritySources(authorities, options.policy.certificates, join(folder, 'authorities')),
      ...(boundary.length > 0 && { interception: interceptionIn(join(folder, 'certificates')) }),
      adminSocket: join(folder, socketName),
      auditLogs: auditLog === undefined ? [] : [auditLog],
      resolve: options.resolve ?? [],
    }),
  );
}

function interceptionIn(directory: string): Interception {
  return {
    ca: { file: join(directory, authorityFile), watchedDirectory: directory },
    certificates: { kind: 'files', directory },
  };
}

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero among them
function checkSocketPath(folder: string): void {
  if (Buffer.byteLength(join(folder, socketName)) < 104) return;
  throw new StartError([`TMPDIR must be shorter, as a socket's path has 103 bytes at most, got '${folder}'`]);
}
