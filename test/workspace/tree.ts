import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a tree holds by path: text of a file, `null` for an empty folder, or where a link leads. */
export type Tree = Readonly<
  Record<string, string | null | { readonly link: string } | { readonly text: string; readonly mode: number }>
>;

/** Makes a tree in a folder, which is made too, and returns the folder. */
export function plant(folder: string, tree: Tree): string {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(tree)) plantOne(join(folder, path), content);
  return folder;
}

function plantOne(path: string, content: Tree[string]): void {
  mkdirSync(content === null ? path : dirname(path), { recursive: true });
  if (content === null || content === undefined) return;
  if (typeof content === 'string') writeFileSync(path, content);
  else if ('link' in content) symlinkSync(content.link, path);
  else {
    writeFileSync(path, content.text);
    chmodSync(path, content.mode);
  }
}
