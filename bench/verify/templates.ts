import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { ClaudeStack } from '../../examples/aws-fargate-claude/stack';
import { LeakyStack } from '../../examples/aws-leaky/stack';
import { generatedSystem } from './generated-system';
import { shapes } from './shapes';

/** Paths of what the programs are run on. */
export interface Templates {
  readonly example: string;
  readonly leaky: string;
  /** The sealed system alone that the generated ones grow from. */
  readonly small: string;
}

/** Writes them. */
export function templatesIn(folder: string): Templates {
  const small = join(folder, 'small.template.json');
  writeFileSync(small, JSON.stringify(generatedSystem(shapes.mixed, 0).Airlock, undefined, 1));
  return {
    example: synthesized(folder, 'example', (app) => new ClaudeStack(app, 'Example')),
    leaky: synthesized(folder, 'leaky', (app) => new LeakyStack(app, 'Leaky')),
    small,
  };
}

function synthesized(folder: string, name: string, make: (app: App) => Stack): string {
  const app = new App({ outdir: join(folder, name) });
  const { templateFile } = make(app);
  // what the leaky one's own constructs object to is what the others are asked about
  app.synth({ skipValidation: true });
  return join(folder, name, templateFile);
}
