import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atExit } from '../../runtime/at-exit';
import { makePrivateFolder } from '../../runtime/private-folder';

/** The private folder (mode 0700) of one sandbox outside of it: what its stages read, and the proxy's sockets. */
export class SandboxFolder {
  readonly path = makePrivateFolder();
  private readonly forget = atExit(() => this.remove());

  constructor() {
    // what the stage is mounted over, which nobody else ever sees
    mkdirSync(join(this.path, 'stage'));
  }

  get gatewaySocket(): string {
    return join(this.path, 'gateway.sock');
  }

  get proxySocket(): string {
    return join(this.path, 'proxy.sock');
  }

  get transparentSocket(): string {
    return join(this.path, 'transparent.sock');
  }

  get transparentHttpSocket(): string {
    return join(this.path, 'transparent-http.sock');
  }

  get caFile(): string {
    return join(this.path, 'ca.pem');
  }

  /** Writes a file and returns its path. */
  readonly write = (name: string, content: string | Uint8Array, mode = 0o600): string => {
    const path = join(this.path, name);
    writeFileSync(path, content, { mode, flag: 'wx' });
    return path;
  };

  remove(): void {
    this.forget();
    rmSync(this.path, { recursive: true, force: true });
  }
}
