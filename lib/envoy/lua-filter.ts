import { type EnvoyConfig, extension } from './extension';

/** A filter that runs a script of ours, without arguments from outside. */
export function luaFilter(name: string, inline_string: string): EnvoyConfig {
  return extension(name, 'extensions.filters.http.lua.v3.Lua', { default_source_code: { inline_string } });
}
