import { sdsDocument } from '../envoy/credentials/credential-secret';
import { sdsFile } from '../envoy/watched-secret';
import type { CredentialFile } from './credential-files';
import { placeOf, readSource, type SecretSource, secretIn } from './secret-source';
import { StartError } from './start-error';

/** The secrets as files for Envoy; those in variables are read once. Throws a StartError with all that can't be had. */
export async function secretFiles(sources: ReadonlyMap<string, SecretSource>): Promise<readonly CredentialFile[]> {
  const problems: string[] = [];
  const files = await Promise.all(
    [...sources].map(([name, source]) =>
      secretFile(name, source).catch((error: Error) => void problems.push(`secret '${name}': ${error.message}`)),
    ),
  );
  if (problems.length > 0) throw new StartError(problems);
  return files.filter((file) => file !== undefined);
}

async function secretFile(name: string, source: SecretSource): Promise<CredentialFile> {
  const read = () => secretOf(source);
  return {
    file: sdsFile(name),
    label: `secret '${name}'`,
    value: await read(),
    text: (value) => sdsDocument(name, value),
    ...(source.kind === 'file' && { read }),
  };
}

async function secretOf(source: SecretSource): Promise<string> {
  try {
    return secretIn(await readSource(source));
  } catch (error) {
    throw new Error(`${placeOf(source)} can't be used: ${(error as Error).message}`);
  }
}
