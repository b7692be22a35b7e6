import { sdsDocument } from '../../envoy/credentials/credential-secret';
import type { Followed } from '../followed-files';
import { StartError } from '../start-error';
import { placeOf, readSource, type SecretSource, secretIn } from './secret-source';

/** The secrets as files for Envoy; those in variables are read once. Throws a StartError with all that can't be had. */
export async function secretFiles(sources: ReadonlyMap<string, SecretSource>): Promise<readonly Followed[]> {
  const problems: string[] = [];
  const files = await Promise.all(
    [...sources].map(([name, source]) =>
      secretFile(name, source).catch((error: Error) => void problems.push(`secret '${name}': ${error.message}`)),
    ),
  );
  if (problems.length > 0) throw new StartError(problems);
  return files.filter((file) => file !== undefined);
}

async function secretFile(name: string, source: SecretSource): Promise<Followed> {
  const read = async () => sdsDocument(name, await secretOf(source));
  const followed = { name, label: `secret '${name}'`, document: await read(), withdrawn: sdsDocument(name, '') };
  return source.kind === 'file' ? { ...followed, read } : followed;
}

async function secretOf(source: SecretSource): Promise<string> {
  try {
    return secretIn(await readSource(source));
  } catch (error) {
    throw new Error(`${placeOf(source)} can't be used: ${(error as Error).message}`);
  }
}
