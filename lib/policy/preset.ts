import { type BedrockPresetOptions, bedrock } from './presets/bedrock';
import { claude } from './presets/claude';
import { type GitFetchPresetOptions, gitFetch } from './presets/git-fetch';
import { npmRead } from './presets/npm-read';
import { type PipReadPresetOptions, pipRead } from './presets/pip-read';
import type { PresetDestination } from './presets/preset-destination';
import type { RegistryOptions } from './presets/registry-url';
import { type VertexPresetOptions, vertex } from './presets/vertex';
import type { PolicyInput } from './schema';

/** What each preset needs to know; `claude` needs nothing. */
export interface PresetOptions {
  readonly bedrock?: BedrockPresetOptions;
  readonly vertex?: VertexPresetOptions;
  readonly gitFetch?: GitFetchPresetOptions;
  readonly npmRead?: RegistryOptions;
  readonly pipRead?: PipReadPresetOptions;
}

export const presetNames = ['claude', 'bedrock', 'vertex', 'git-fetch', 'npm-read', 'pip-read'] as const;

export type PresetName = (typeof presetNames)[number];

/** The destinations of a preset with the reason of each; throws an Error that names the option if one is missing. */
export function preset(name: PresetName, options: PresetOptions = {}): PresetDestination[] {
  switch (name) {
    case 'claude':
      return claude();
    case 'bedrock':
      return bedrock(given(options.bedrock, name, 'region'));
    case 'vertex':
      return vertex(given(options.vertex, name, 'region and project'));
    case 'git-fetch':
      return gitFetch(given(options.gitFetch, name, 'owner'));
    case 'npm-read':
      return npmRead(given(options.npmRead, name, 'registry'));
    case 'pip-read':
      return pipRead(given(options.pipRead, name, 'registry'));
    default:
      throw new Error(`preset must be one of ${presetNames.join(', ')}, got '${name satisfies never}'`);
  }
}

/** A policy of several presets, each once; throws as `preset` does. */
export function mergePresets(names: readonly PresetName[], options: PresetOptions = {}): PolicyInput {
  const destinations = [...new Set(names)].flatMap((name) => preset(name, options));
  return { version: 1, destinations: destinations.map(({ destination }) => destination) };
}

function given<T>(options: T | undefined, name: PresetName, needed: string): T {
  if (options === undefined) throw new Error(`preset '${name}' needs ${needed}`);
  return options;
}
