import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '..', '..');

/** The CDK's command line as the repository installs it, with a home and an environment of its own. */
export class CdkCli {
  private readonly home = mkdtempSync(join(tmpdir(), 'airlock-cdk-'));
  /** Where templates are synthesized to. */
  readonly output = join(this.home, 'cdk.out');

  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  /** Runs one command in the repository, by its `cdk.json`, on the terminal; throws an Error if it fails. */
  async run(...command: string[]): Promise<void> {
    const cdk = join(repository, 'node_modules', '.bin', 'cdk');
    const options = ['--output', this.output, '--no-notices', '--ci'];
    const env = this.allVariables();
    const running = spawn(cdk, [...command, ...options], { cwd: repository, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const [status] = await once(running, 'exit');
    if (status !== 0) throw new Error(`cdk ${command[0]} must end with status 0, got ${status}: it printed why`);
  }

  /** Removes what the commands left. */
  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  private allVariables(): NodeJS.ProcessEnv {
    return {
      // nothing of the user's: no profile, no proxy, no configuration of npm
      PATH: process.env.PATH,
      HOME: this.home,
      TMPDIR: this.home,
      NODE_NO_WARNINGS: '1',
      npm_config_update_notifier: 'false',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      // it takes 4 s, and a suite of its own has it on
      CDK_VALIDATION: 'false',
      ...this.environment,
    };
  }
}
