/**
 * Metadata by which a host runs no scripts of its zone's or project's, whose owners may not read its secrets: its own go before them, unless
 * they are empty ("About startup scripts"). VM Manager runs nothing on it either.
 */
export const alone = { 'startup-script': 'exit 0', 'shutdown-script': 'exit 0', 'enable-osconfig': 'FALSE' };
