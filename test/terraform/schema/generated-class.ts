/** An argument as a generated class writes it to HCL. */
export interface Argument {
  readonly name: string;
  readonly isBlock: boolean;
  /** `simple`, `list`, `set`, `map` or `struct`. */
  readonly kind: string;
  /** `string`, `stringList` and the like, or the class of a block. */
  readonly storage: string;
  readonly required: boolean;
}

/** A getter that reads an attribute, such as `getStringAttribute('name')`. */
export interface Getter {
  readonly name: string;
  /** `String`, `Number`, `Boolean`, `StringMap`, `List` or `NumberList`. */
  readonly kind: string;
  readonly isSet: boolean;
}

/** A member that stands for a block or a map, such as `new ComputeInstanceBootDiskOutputReference(this, "boot_disk")`. */
export interface Member {
  readonly name: string;
  readonly className: string;
  readonly isSet: boolean;
}

/** The generated class of a resource, of the provider, or of a block in them. */
export class GeneratedClass {
  private readonly body: string;
  /** Where the arguments are written: a method of a resource, a function for a block. */
  private readonly written: string;

  /**
   * @param source - the JavaScript of a folder of the bindings
   * @param name - `ComputeInstance`, or `ComputeInstanceBootDisk` for its block
   */
  constructor(
    private readonly source: string,
    name: string,
  ) {
    const lower = name.charAt(0).toLowerCase() + name.slice(1);
    this.body = this.between(`class ${name}OutputReference extends `) || this.between(`class ${name} extends `);
    this.written = this.between(`function ${lower}ToHclTerraform(`) || this.body;
  }

  block(name: string): GeneratedClass {
    return new GeneratedClass(this.source, name);
  }

  get arguments(): readonly Argument[] {
    const entry =
      /^\s+"?([a-z0-9_]+)"?: \{\n.*\n\s+isBlock: (true|false),\n\s+type: "([a-z]+)",\n\s+storageClassType: "(\w+)",/gm;
    return [...this.written.matchAll(entry)].map(([, name = '', isBlock, kind = '', storage = '']) => {
      return { name, isBlock: isBlock === 'true', kind, storage, required: this.requires(name) };
    });
  }

  get getters(): readonly Getter[] {
    const found = this.body.matchAll(/return (cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('([a-z0-9_]+)'\)/g);
    return [...found].map(([, isSet, kind = '', name = '']) => ({ name, kind, isSet: isSet !== undefined }));
  }

  get members(): readonly Member[] {
    const found = this.body.matchAll(/ = new ([\w.]+)\(this, "([a-z0-9_]+)"(, true)?/g);
    return [...found].map(([, className = '', name = '', isSet]) => ({ name, className, isSet: isSet !== undefined }));
  }

  /** What can be taken back can be left out; of the provider's blocks, which have no class, nothing is known. */
  private requires(name: string): boolean {
    return this.body !== '' && !new RegExp(`^ {4}reset${name.replaceAll('_', '')}\\(\\) \\{`, 'im').test(this.body);
  }

  /** From the line that begins so to the next that closes at its left edge. */
  private between(start: string): string {
    const from = this.source.indexOf(`\n${start}`);
    return from < 0 ? '' : this.source.slice(from, this.source.indexOf('\n}', from + 1));
  }
}
