import { checkCertificates } from './certificate-text';
import { placeOf, readSource, type SecretSource } from './secret-source';
import { StartError } from './start-error';

/** PEM text of each certificate of the policy's `upstream.ca`, by name; throws a StartError with all that can't be had. */
export async function readCertificates(sources: ReadonlyMap<string, SecretSource>): Promise<ReadonlyMap<string, string>> {
  const problems: string[] = [];
  const texts = new Map<string, string>();
  for (const [name, source] of sources) {
    try {
      const text = await readSource(source);
      checkCertificates(text);
      texts.set(name, text);
    } catch (error) {
      problems.push(`certificate '${name}': ${placeOf(source)} can't be used: ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new StartError(problems);
  return texts;
}
