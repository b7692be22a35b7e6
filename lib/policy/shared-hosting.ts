/**
 * Domains with hosts beneath them that store or relay what anyone sends, beyond those of the Public Suffix List.
 * A wildcard over such a domain, or over a name under it, would reach those hosts too.
 */
const sharedDomains: Readonly<Record<string, string>> = {
  'amazonaws.com': "it holds everyone's buckets (s3.amazonaws.com) and APIs",
  'amazonaws.com.cn': "it holds everyone's buckets and APIs",
  'api.aws': "it holds every customer's dual-stack endpoints",
  'azure.com': "it holds every customer's services",
  'github.com': 'it holds gist.github.com, where anyone may write',
  'google.com': 'it holds documents, scripts and sites of anyone (docs, script, sites)',
  'googleapis.com': "it holds everyone's buckets (storage.googleapis.com)",
  'on.aws': "it holds every customer's function URLs",
  'slack.com': 'it holds hooks.slack.com, which relays to any workspace',
  'windows.net': "it holds every customer's storage accounts",
};

/** Single hosts that store or relay what anyone sends, whoever the account belongs to. */
export const sharedHosts: Readonly<Record<string, string>> = {
  'content.dropboxapi.com': 'files of any account',
  'discord.com': 'webhooks of anyone',
  'docs.google.com': 'documents and forms of anyone',
  'drive.google.com': 'files of anyone',
  'gist.github.com': 'texts of anyone',
  'hooks.slack.com': 'webhooks of any workspace',
  'pastebin.com': 'texts of anyone',
  'script.google.com': 'programs of anyone',
  'storage.googleapis.com': 'buckets of anyone',
  'www.googleapis.com': 'files of anyone (Drive uploads)',
};

/** Why a wildcard over `name` would reach shared hosting, or undefined. */
export function sharedDomainReason(name: string): string | undefined {
  return Object.entries(sharedDomains).find(([domain]) => name === domain || name.endsWith(`.${domain}`))?.[1];
}
