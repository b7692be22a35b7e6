/** Stands for what the cloud chooses. */
export const placeholder = 'not-known-here';
