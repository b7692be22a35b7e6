import { mkdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileProblem } from '../../policy/file-problem';
import { writeAtomically } from '../atomic-file';
import { StartError } from '../start-error';
import type { IssuedCertificate } from './certificate-authority';

/** A folder of certificates, `NAME.pem`, and their keys, `NAME.key`, that only this user can change. */
export class CertificateFolder {
  private constructor(readonly path: string) {}

  /** Throws a StartError if the folder is there and others could write to it. It is made by the first write. */
  static open(path: string): CertificateFolder {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat && !stat.isDirectory()) throw new StartError([`${path} must be a folder`]);
    if (stat && (!isOwn(stat) || (stat.mode & 0o022) !== 0)) {
      throw new StartError([`${path} must be this user's own folder, that others can't write to: chmod 700 ${path}`]);
    }
    return new CertificateFolder(path);
  }

  /** Path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** The text of a file, undefined if there is none; throws a StartError if it can't be read. */
  text(name: string): string | undefined {
    try {
      return readFileSync(this.file(name), 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new StartError([`${this.file(name)} can't be read: ${message}`]);
    }
  }

  /** A certificate and its key, as far as they are there; throws a StartError if others may read the key. */
  pair(name: string): Partial<IssuedCertificate> {
    const file = this.file(`${name}.key`);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat && (!isOwn(stat) || (stat.mode & 0o077) !== 0)) {
      throw new StartError([`${file} must be this user's own, and nobody else's to read: chmod 600 ${file}`]);
    }
    return { certificate: this.text(`${name}.pem`), key: this.text(`${name}.key`) };
  }

  /** Writes a certificate and its key; whoever reads between the two sees that they don't belong together. */
  writePair(name: string, { certificate, key }: IssuedCertificate): void {
    this.write(`${name}.key`, key, 0o600);
    this.write(`${name}.pem`, certificate);
  }

  /** `mode` is 0644 by default. Throws a StartError if it can't be written. */
  write(name: string, text: string, mode = 0o644): void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      writeAtomically(this.file(name), text, mode);
    } catch (error) {
      throw new StartError([`${this.file(name)} can't be written: ${fileProblem(error)}`]);
    }
  }
}

const isOwn = ({ uid }: Stats): boolean => uid === process.getuid?.();
