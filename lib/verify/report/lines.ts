import { lineOf } from '../cloudformation/load/line';
import type { InputFile } from '../inputs/input';
import { existingPointer } from '../terraform/load/existing-pointer';
import type { JsonObject } from '../terraform/load/json';
import { isTerraform } from '../terraform/load/sniff';
import type { Hop } from '../world/hop';
import type { ReportedHop } from './report';

/** Looks up the lines of hops, reading each file once, and only if it is asked for. */
export class Lines {
  private readonly files: ReadonlyMap<string, InputFile>;
  private readonly texts = new Map<string, string | undefined>();
  private readonly documents = new Map<string, JsonObject | undefined>();
  private readonly known = new Map<string, number | null>();

  constructor(files: readonly InputFile[]) {
    this.files = new Map(files.map((file) => [file.path, file]));
  }

  of(path: readonly Hop[]): ReportedHop[] {
    return path.map((each) => {
      const hop = { ...each, pointer: this.pointerOf(each) };
      return { ...hop, line: this.lineOf(hop) };
    });
  }

  /** A pointer into Terraform's JSON, as far as the file has it. */
  private pointerOf({ file, pointer }: Hop): string {
    if (!this.documents.has(file)) this.documents.set(file, terraformIn(this.textOf(file)));
    const document = this.documents.get(file);
    return document ? existingPointer(document, pointer) : pointer;
  }

  private lineOf({ file, pointer }: Hop): number | null {
    const key = JSON.stringify([file, pointer]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const text = this.textOf(file);
    const line = text === undefined ? null : lineOf(text, pointer);
    this.known.set(key, line);
    return line;
  }

  private textOf(file: string): string | undefined {
    if (!this.texts.has(file)) this.texts.set(file, this.read(file));
    return this.texts.get(file);
  }

  private read(file: string): string | undefined {
    const content = this.files.get(file)?.content();
    return content && Buffer.from(content).toString('utf8');
  }
}

function terraformIn(text: string | undefined): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse((text ?? '').replace(/^\uFEFF/, ''));
    return isTerraform(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
