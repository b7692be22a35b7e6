/**
 * Sets of texts in which one more element opens something. A set that has one element which is known after apply is so as a whole, and of an
 * expression in Terraform's own language a plan tells the references alone: literals beside them aren't seen.
 */
const collections: ReadonlySet<string> = new Set([
  ...['destination_ranges', 'source_ranges', 'dest_ip_ranges', 'src_ip_ranges', 'dest_range'],
  ...['source_tags', 'target_tags', 'tags', 'source_service_accounts', 'target_service_accounts'],
  ...['members', 'permissions', 'instances', 'resources', 'allowed_services', 'metadata'],
]);

/** Whether an argument may hold, or add to an address, what a plan doesn't tell. */
export const holdsMore = (name: string): boolean => collections.has(name.replace(/(?:\[\d+\])+$/, '').replace(/^.*\./, ''));
