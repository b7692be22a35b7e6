import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AirlockProcess, type Ended } from './airlock-process';
import { Stage } from './airlock-stage';

export interface CommandRun {
  /** Options of `run`, before the command. */
  readonly options?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** @default - a new one with two files */
  readonly workspace?: string;
}

/** A stage on which `run` starts commands in sandboxes. */
export class CommandStage extends Stage {
  /** A new workspace with a file of work and one that is sensitive. */
  newWorkspace(): string {
    const folder = join(this.newFolder(), 'work');
    mkdirSync(folder);
    writeFileSync(join(folder, 'main.c'), 'int main;\n');
    writeFileSync(join(folder, '.env'), 'TOKEN=of-the-project\n');
    return folder;
  }

  /** Runs a command in a sandbox to its end. */
  command(words: readonly string[], run: CommandRun = {}): Promise<Ended> {
    return this.begin(words, run).ended();
  }

  /** Runs a shell script in a sandbox to its end. */
  script(text: string, run: CommandRun = {}): Promise<Ended> {
    return this.command(['sh', '-c', text], run);
  }

  begin(
    words: readonly string[],
    { options = [], environment, workspace = this.newWorkspace() }: CommandRun = {},
  ): AirlockProcess {
    const key = ['--secret', `anthropic-api-key=file:${this.newKey()}`];
    const args = this.argsWithoutPorts(...key, '--workspace', workspace, ...options, '--', ...words);
    const process = new AirlockProcess(args, {
      XDG_RUNTIME_DIR: this.newFolder(),
      XDG_STATE_HOME: this.newFolder(),
      ...environment,
    });
    this.processes.push(process);
    return process;
  }
}
