/** How rules and interfaces name a network tag: it means something within its network only. */
export const tagGroup = (tag: string, network: string): string => `tag:${tag} in ${network}`;

/** How rules and interfaces name a service account as what a host runs as. */
export const accountGroup = (account: string, network: string): string => `sa:${account} in ${network}`;

/** How rules and interfaces name a secure tag: its value is of one network, which it is made for. */
export const secureTagGroup = (value: string): string => `secure-tag:${value}`;
