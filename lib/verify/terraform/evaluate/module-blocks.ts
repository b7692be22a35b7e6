import { within } from '../../world/place';
import { isObject, type Json, type JsonObject, own } from '../load/json';
import { type Labelled, labelled } from '../load/labelled';
import type { ModuleFile, ModuleSource } from '../load/loaded-terraform';

/** A block of a module's configuration. */
export interface Block {
  /** Its address within the module: `google_compute_network.agents`, `module.net`, `provider.google`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
  readonly file: string;
  /** JSON Pointer from the file's top. */
  readonly pointer: string;
}

type Blocks = ReadonlyMap<string, Block>;

/** The blocks of a module, by name or by `TYPE.NAME`. */
export interface ModuleBlocks {
  readonly variables: Blocks;
  readonly locals: ReadonlyMap<string, Json>;
  readonly outputs: Blocks;
  readonly resources: Blocks;
  readonly data: Blocks;
  readonly modules: Blocks;
  readonly providers: readonly Block[];
  readonly backends: readonly Block[];
  readonly removed: readonly Block[];
}

const read = new WeakMap<ModuleSource, ModuleBlocks>();

/** Reads a module's blocks, each source once. */
export function moduleBlocks(source: ModuleSource): ModuleBlocks {
  const found = read.get(source) ?? blocksOf(source.files);
  read.set(source, found);
  return found;
}

function blocksOf(files: readonly ModuleFile[]): ModuleBlocks {
  const all = (kind: string, labels: number, prefix: string): readonly Block[] =>
    files.flatMap(({ file, document }) => labelled(document, kind, labels).map((block) => blockOf(file, block, prefix)));
  return {
    variables: merged(all('variable', 1, 'var.')),
    locals: new Map(all('locals', 0, 'locals').flatMap(({ body }) => Object.entries(body))),
    outputs: merged(all('output', 1, 'output.')),
    resources: merged(all('resource', 2, '')),
    data: merged(all('data', 2, 'data.')),
    modules: merged(all('module', 1, 'module.')),
    providers: all('provider', 1, 'provider.'),
    backends: all('terraform', 0, 'terraform').flatMap(backendsIn),
    removed: all('removed', 0, 'removed'),
  };
}

function blockOf(file: string, { labels, body, steps }: Labelled, prefix: string): Block {
  const { pointer } = within({ resource: '', type: '', file, pointer: '' }, ...steps);
  return { address: `${prefix}${labels.join('.')}`, type: labels[0] ?? '', name: labels.at(-1) ?? '', body, file, pointer };
}

/** By address without the kind; a later block of the same address overrides the arguments that it has. */
function merged(blocks: readonly Block[]): Blocks {
  const result = new Map<string, Block>();
  for (const block of blocks) {
    const key = block.address.replace(/^(var|output|data|module)\./, '');
    const earlier = result.get(key);
    result.set(key, earlier ? { ...earlier, body: { ...earlier.body, ...block.body } } : block);
  }
  return result;
}

/** `terraform.backend` holds one block by its type. */
function backendsIn(terraform: Block): readonly Block[] {
  const backend = own(terraform.body, 'backend');
  const parts = Array.isArray(backend) ? backend.filter(isObject) : isObject(backend) ? [backend] : [];
  return parts
    .flatMap((part) => Object.entries(part))
    .flatMap(([type, body]) => (isObject(body) ? [{ ...terraform, type, name: type, body }] : []));
}
