import { type EnvoyConfig, extension } from '../extension';

/** A filter that runs a script of ours; on one line, as YAML spells line ends at length. */
export function luaFilter(name: string, script: string): EnvoyConfig {
  const inline_string = script.trim().replace(/\s*\n\s*/g, ' ');
  return extension(name, 'extensions.filters.http.lua.v3.Lua', { default_source_code: { inline_string } });
}
