import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder with these files that goes away with the test; what isn't text is written as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-load-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  }
  return folder;
}

export const queue = { Resources: { Q: { Type: 'AWS::SQS::Queue' } } };

/** The manifest of a cloud assembly with these artifacts. */
export const manifest = (artifacts: unknown): unknown => ({ version: '39.0.0', artifacts });

export const stackArtifact = (id: string, more: Record<string, unknown> = {}): unknown => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/unknown-region',
  properties: { templateFile: `${id}.template.json`, ...more },
  displayName: id,
});
