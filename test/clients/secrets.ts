/** What every secret holds, and nothing else does. */
export const secretMark = 'real-0123456789';

/** The secret of that name, which only the proxy holds. */
export const secretOf = (name: string): string => `${secretMark}-${name}`;

/** The key by which the proxy signs requests to AWS. */
export const awsKeys = { AWS_ACCESS_KEY_ID: 'AKIAREALREALREALREAL', AWS_SECRET_ACCESS_KEY: secretOf('aws') };
