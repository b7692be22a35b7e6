/** Stands where clients insist on a key; the proxy strips it and sets the real one. */
export const placeholderKey = 'airlock-placeholder';
