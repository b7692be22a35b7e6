import type { JsonObject } from './json';

/** A file of a module. */
export interface ModuleFile {
  readonly file: string;
  readonly document: JsonObject;
}

/** The files of one folder, which Terraform reads as one module; overriding files last. */
export interface ModuleSource {
  readonly files: readonly ModuleFile[];
  /** The modules that its calls name by a path, by that path; those that can't be read are missing. */
  readonly modules: ReadonlyMap<string, ModuleSource>;
}

/** A root module in Terraform JSON. */
export interface TerraformConfiguration {
  readonly kind: 'configuration';
  /** As reports tell one root from another: the stack's name in a cdktf.out, else the folder's or the file's. */
  readonly name: string;
  readonly source: ModuleSource;
}

/** What `terraform show -json` prints of a plan or of a state. */
export interface TerraformPlan {
  readonly kind: 'plan';
  readonly name: string;
  readonly file: string;
  readonly document: JsonObject;
}

export type LoadedTerraform = TerraformConfiguration | TerraformPlan;
