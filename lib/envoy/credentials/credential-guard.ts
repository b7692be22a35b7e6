import type { EnvoyConfig } from '../extension';
import { luaFilter } from './lua-filter';

/** Answers 401 to a request whose `authorization` isn't what the filters before it make: it starts otherwise than `pattern` (Lua's) says. */
export function authorizationGuard(pattern: string): EnvoyConfig {
  return luaFilter(
    'airlock.authorized',
    `
    function envoy_on_request(handle)
      local authorization = handle:headers():get("authorization")
      if authorization == nil or authorization:find("^${pattern}") == nil then
        handle:respond({[":status"] = "401"}, "")
      end
    end
    `,
  );
}
