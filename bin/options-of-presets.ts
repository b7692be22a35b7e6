import type { PresetName } from '../lib/policy/preset';
import { Unusable } from './exit';

/** Whom each option of `init` tells something. */
const presetsOf = {
  region: ['bedrock', 'vertex'],
  project: ['vertex'],
  owner: ['git-fetch'],
  host: ['git-fetch'],
  registry: ['npm-read', 'pip-read'],
  files: ['pip-read'],
  addresses: ['npm-read', 'pip-read'],
} as const satisfies Readonly<Record<string, readonly PresetName[]>>;

/** What was written for presets; a region and a registry may begin with `PRESET=`. */
export type OptionsOfPresets = Readonly<Partial<Record<keyof typeof presetsOf, string | readonly string[]>>>;

/** Throws an Unusable for an option that none of the chosen presets takes: who gives it wants hosts that the policy wouldn't have. */
export function refuseUnmeant(options: OptionsOfPresets, chosen: readonly PresetName[]): void {
  for (const [option, presets] of Object.entries(presetsOf) as [keyof typeof presetsOf, readonly PresetName[]][])
    for (const value of [options[option] ?? []].flat()) {
      const named = presets.filter((preset) => value.startsWith(`${preset}=`));
      const meant = named.length > 0 ? named : presets;
      if (meant.some((preset) => chosen.includes(preset))) continue;
      const choice = meant.map((preset) => `--preset ${preset}`).join(' or ');
      throw new Unusable(`--${option} is for a preset that isn't chosen: add ${choice}, or leave it out, got '${value}'`);
    }
}
