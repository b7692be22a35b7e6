import { trustedCertificates } from './trusted-ca';

/** An authority's certificate and the machine's public ones, PEM, for clients that trust nothing beside the file that they are given. */
export const bundle = (authority: string): string => `${authority}\n${trustedCertificates(undefined, {})}`;
