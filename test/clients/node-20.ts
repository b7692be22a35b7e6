/** Path of the Node that runs the tests; rejects if it isn't 20. */
export async function node20(): Promise<string> {
  if (!process.version.startsWith('v20.')) throw new Error(`'node' must be Node 20, got '${process.version}'`);
  return process.execPath;
}
