import { reportableHostRegex } from '../../policy/report-mode';
import { isPart, listAt, type Part, partAt, textAt } from './envoy-config';

/** Names that CONNECT may ask for. */
export interface Asked {
  /** A name, `*.name` for one label below it, `**.name` for any number of them, or `**` for all. */
  readonly host: string;
  readonly port: number | 'any' | 'none';
}

/** The names that both a virtual host's domains and the headers of a match take; undefined if that can't be told. */
export function askedNames(domains: readonly unknown[], headers: readonly unknown[] | undefined): readonly Asked[] | undefined {
  const taken = domains.map(domainOf);
  if (!headers || taken.some((each) => each === undefined)) return undefined;
  const known = taken.flatMap((each) => each ?? []);
  if (headers.length === 0) return known;
  const listed = headers.length === 1 ? authorities(headers[0]) : undefined;
  return listed && distinct(listed.flatMap((each) => known.flatMap((domain) => within(each, domain) ?? [])));
}

const distinct = (names: readonly Asked[]): readonly Asked[] => [
  ...new Map(names.map((each) => [`${each.host}:${each.port}`, each])).values(),
];

/** "VirtualHost": a domain is exact, or `*` stands for any start, whatever labels it has. */
function domainOf(domain: unknown): Asked | undefined {
  if (domain === '*') return { host: '**', port: 'any' };
  const [, host, port] = /^(\*|(?:\*\.)?[^:*]+)(?::(\d+))?$/.exec(String(domain).toLowerCase()) ?? [];
  if (host === undefined) return undefined;
  return { host: host.startsWith('*') ? `*${host}` : host, port: port === undefined ? 'none' : Number(port) };
}

/** The names of `(?i)(?:one\.example|[^.]+\.example):443`, or all for the names that report mode may open a tunnel to. */
function authorities(header: unknown): readonly Asked[] | undefined {
  const { names, port } = authorityParts(header) ?? {};
  if (names === undefined || !/^\d+$/.test(port ?? '')) return undefined;
  if (names === reportableHostRegex) return [{ host: '**', port: Number(port) }];
  const hosts = names.split('|').map((name) => name.replace(/^\[\^\.\]\+\\\./, '*.').replaceAll('\\.', '.'));
  const isRead = hosts.every((name) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name));
  return isRead ? hosts.map((host) => ({ host, port: Number(port) })) : undefined;
}

function authorityParts(header: unknown): { readonly names: string; readonly port: string } | undefined {
  if (!isPart(header) || header.name !== ':authority' || 'invert_match' in header) return undefined;
  const regex = textAt(header, 'string_match', 'safe_regex', 'regex') ?? '';
  const [, names, port] = /^\(\?i\)\(\?:(.+)\):(\d+|\[0-9\]\+)$/.exec(regex) ?? [];
  return names === undefined || port === undefined ? undefined : { names, port };
}

function within(asked: Asked, domain: Asked): Asked | undefined {
  if (domain.port !== 'any' && domain.port !== asked.port) return undefined;
  if (asked.host === '**') return { ...asked, host: domain.host };
  const isBelow = domain.host.startsWith('**') && asked.host.endsWith(domain.host.slice(2));
  return domain.host === asked.host || isBelow ? asked : undefined;
}

/** Expressions of the names to whose every port a route denies CONNECT. */
export function deniedNames(route: Part): readonly string[] {
  const [header, ...others] = listAt(partAt(route, 'match'), 'headers') ?? [];
  const { names, port } = authorityParts(header) ?? {};
  if (others.length > 0 || names === undefined || port !== '[0-9]+') return [];
  const hosts = names.split('|');
  return hosts.every((name) => /^(\.\+)?[a-z0-9\\.-]+$/.test(name)) ? hosts : [];
}
