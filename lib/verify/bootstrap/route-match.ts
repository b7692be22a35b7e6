import { isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { matchesAll } from './regex';

/** A request as a proxy sees it. */
export interface ProxyRequest {
  readonly method: string;
  readonly path: string;
  /** @default - whatever the virtual host takes */
  readonly authority?: string;
}

/** What a match looks at of a path, and what it looks at beside. */
const pathFields = ['prefix', 'path', 'safe_regex', 'connect_matcher'];

/** Whether a route's match takes a request; undefined if that can't be told. */
export function takesRequest(match: Part | undefined, request: ProxyRequest): boolean | undefined {
  if (!match) return undefined;
  const known = Object.keys(match).every((name) => name === 'headers' || pathFields.includes(name));
  const parts = [pathTaken(match, request), ...headersTaken(match, request)];
  if (parts.includes(false)) return false;
  return known && parts.every((each) => each === true) ? true : undefined;
}

function pathTaken(match: Part, { method, path }: ProxyRequest): boolean | undefined {
  if (isPart(match.connect_matcher)) return method === 'CONNECT';
  // "RouteMatch": only a connect_matcher takes CONNECT, unless a prefix is of CONNECT's own
  if (method === 'CONNECT') return undefined;
  if (typeof match.prefix === 'string') return path.startsWith(match.prefix);
  if (typeof match.path === 'string') return path === match.path;
  const regex = textAt(match, 'safe_regex', 'regex');
  return regex === undefined ? undefined : matchesAll(regex, path);
}

const headersTaken = (match: Part, request: ProxyRequest): (boolean | undefined)[] =>
  (listAt(match, 'headers') ?? [undefined]).map((header) => headerTaken(header, request));

function headerTaken(header: unknown, { method, authority }: ProxyRequest): boolean | undefined {
  const name = textAt(header, 'name');
  const value = name === ':method' ? method : name === ':authority' ? authority : undefined;
  if (!isPart(header) || value === undefined) return undefined;
  const taken = textTaken(header, value);
  if (taken === undefined || header.invert_match === undefined || header.invert_match === false) return taken;
  return header.invert_match === true ? !taken : undefined;
}

function textTaken(header: Part, value: string): boolean | undefined {
  const fields = Object.keys(header).filter((name) => !['name', 'invert_match', 'string_match'].includes(name));
  const match = partAt(header, 'string_match');
  if (fields.length > 0 || !match || Object.keys(match).length !== 1) return undefined;
  if (typeof match.exact === 'string') return match.exact === value;
  const regex = textAt(match, 'safe_regex', 'regex');
  return regex === undefined ? undefined : matchesAll(regex, value);
}

/** Whether a match takes every request that isn't CONNECT; the path of OPTIONS may be `*`. */
export function takesEverything(match: Part | undefined): boolean {
  if (!match || Object.keys(match).length !== 1) return false;
  return match.prefix === '';
}
