import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { put, scratchFolder } from './runtime/scratch';

const root = resolve(__dirname, '..');

export const run = (cwd: string, program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: 'pipe' });

/** Compiles the package into a folder, which may use what this one has installed. */
export function build(folder: string): void {
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  const options = ['--project', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
  run(folder, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), ...options);
  run(folder, process.execPath, 'dist/bin/package-assets.js');
}

export interface Project {
  /** Versions of what it asks for besides the package. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
  /** Options of `npm install`. */
  readonly options?: readonly string[];
}

/** A project that npm has installed the package into, with what it takes along; returns its folder. Throws what npm says if it refuses. */
export function projectWith(built: string, { packages, overrides, options = [] }: Project = {}): string {
  const project = scratchFolder();
  const tarball = run(built, 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', project).trim();
  const dependencies = { 'agent-airlock': `file:${tarball}`, ...packages };
  put(project, 'package.json', JSON.stringify({ private: true, dependencies, overrides }));
  run(
    project,
    'npm',
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...options,
  );
  return project;
}

/** Puts packages that are large, and the same for everybody, in place by links to those that are installed here. */
export function link(project: string, ...packages: readonly string[]): void {
  for (const name of packages) {
    const place = join(project, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place);
  }
}
