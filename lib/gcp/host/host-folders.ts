/** Where a host's files are, which everybody may read. */
export const configFolder = '/etc/airlock';

/** What is in memory alone, and gone when the host is. */
export const runFolder = '/run/airlock';
