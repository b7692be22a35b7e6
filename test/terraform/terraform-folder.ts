import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerVersion } from './schema/bindings';
import { type Configuration, derivedSchema } from './schema/derived-schema';
import { stubProvider } from './stub-provider';

/** The source that `google` stands for in a configuration, as Terraform writes it in full. */
const source = 'registry.terraform.io/hashicorp/google';

/** What a Terraform command came to. */
export interface Run {
  readonly status: number;
  /** All that it printed. */
  readonly output: string;
}

/** What runs a program without any network, where that is possible: Linux, as root. */
export const withoutNetwork: readonly string[] =
  process.platform === 'linux' && process.getuid?.() === 0 ? ['unshare', '--net'] : [];

/** A folder that holds one configuration, where Terraform finds the stub provider, and nothing else. */
export class TerraformFolder {
  private constructor(private readonly folder: string) {}

  /** @param configuration - what a `cdk.tf.json` says; its state is kept in the folder, whatever its backend */
  static async of(configuration: Configuration): Promise<TerraformFolder> {
    const program = await stubProvider();
    const made = new TerraformFolder(mkdtempSync(join(tmpdir(), 'airlock-terraform-')));
    const { backend: _, ...terraform } = configuration.terraform ?? {};
    made.write('cdk.tf.json', { ...configuration, terraform });
    made.write('stub-schema.json', derivedSchema(configuration));
    made.offer(program, providerVersion());
    return made;
  }

  /** Sets the configuration's variables. */
  give(variables: Readonly<Record<string, unknown>>): void {
    this.write('given.auto.tfvars.json', variables);
  }

  write(name: string, content: string | object): void {
    writeFileSync(this.path(name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Runs one command, such as `validate`, and waits for it. */
  run(...command: readonly string[]): Promise<Run> {
    const [program = '', ...args] = [...withoutNetwork, 'terraform', ...command];
    return new Promise((resolve) => {
      execFile(program, args, { cwd: this.folder, env: this.environment, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code ?? -1) : 0, output: stdout + stderr });
      });
    });
  }

  /** Plans, and gives what `terraform show -json` prints of the plan; throws if there is none. */
  async plan(): Promise<Record<string, unknown>> {
    const { status, output } = await this.run('plan', '-out=plan');
    if (status !== 0) throw new Error(output);
    return JSON.parse((await this.run('show', '-json', 'plan')).output);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      STUB_PROVIDER_SCHEMA: this.path('stub-schema.json'),
      TF_CLI_ARGS: '-no-color',
      TF_CLI_CONFIG_FILE: this.path('terraform.rc'),
      TF_INPUT: '0',
    };
  }

  private offer(program: string, version: string): void {
    const { platform } = JSON.parse(execFileSync('terraform', ['version', '-json'], { encoding: 'utf8', stdio: 'pipe' }));
    const offered = join(this.folder, 'mirror', source, version, platform);
    mkdirSync(offered, { recursive: true });
    symlinkSync(program, join(offered, `terraform-provider-google_v${version}`));
    this.write('terraform.rc', `provider_installation {\n  filesystem_mirror { path = "${this.path('mirror')}" }\n}\n`);
  }
}
