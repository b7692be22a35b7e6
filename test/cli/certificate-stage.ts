import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as command from '../../bin/commands/certificates';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { put, scratchFolder } from '../runtime/scratch';
import { airlockHere } from './airlock-here';
import { airlock, type Ended } from './airlock-process';

/** A policy with these hosts of the intercepted destination `github`, and others that need no certificate. */
const policyWith = (hosts: readonly string[]): string => `
version: 1
destinations:
  - { name: github, hosts: [${hosts}], access: intercept, allow: any }
  - { name: git-fetch, host: github.com, access: intercept, allow: any }
  - { name: mirror, hosts: [mirror.example.org], access: tunnel }
`;

/** Folders of certificates, and the command that keeps them. */
export class CertificateStage {
  readonly scratch = scratchFolder();
  /** For XDG_RUNTIME_DIR: what is left in it was left behind. */
  readonly runtime = join(this.scratch, 'runtime');
  private count = 0;

  constructor() {
    mkdirSync(this.runtime, { mode: 0o700 });
  }

  policy(hosts: readonly string[] = ['api.github.com', 'uploads.github.com']): string {
    this.count += 1;
    return put(this.scratch, `airlock-${this.count}.yaml`, policyWith(hosts));
  }

  /** Path of a folder that isn't there. */
  newFolder(): string {
    this.count += 1;
    return join(this.scratch, `certificates-${this.count}`);
  }

  /** Keeps the certificates of the usual policy, or of `policy`, in a folder; in a process of its own if it has an environment of its own. */
  certificates(
    folder: string,
    more: readonly string[] = [],
    environment?: NodeJS.ProcessEnv,
    policy = this.policy(),
  ): Promise<Ended> {
    const args = ['certificates', policy, '--output', folder, ...more];
    return environment ? airlock(args, environment) : airlockHere(command, args);
  }

  /** A new folder with certificates. */
  async filled(): Promise<string> {
    const folder = this.newFolder();
    const { status, stderr } = await this.certificates(folder);
    if (status !== 0) throw new Error(stderr);
    return folder;
  }
}

/** The text of every file of a folder. */
export function textsOf(folder: string): Record<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The authority that a folder keeps. */
export function authorityIn(folder: string): Promise<CertificateAuthority> {
  const { 'ca.pem': certificate = '', 'ca.key': key = '' } = textsOf(folder);
  return CertificateAuthority.load({ certificate, key });
}
