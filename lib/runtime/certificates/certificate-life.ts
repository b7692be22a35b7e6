import { X509Certificate } from 'node:crypto';

/** From when to when a certificate is valid. */
export interface CertificateLife {
  readonly from: Date;
  readonly until: Date;
}

/** The life of a PEM certificate; throws an Error if it is damaged. */
export function lifeOf(certificate: string): CertificateLife {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return { from: new Date(validFrom), until: new Date(validTo) };
}

/** When it should be renewed: with a third of its life left, so that a renewal that fails is noticed in time. */
export const dueAt = ({ from, until }: CertificateLife): Date =>
  new Date(until.getTime() - (until.getTime() - from.getTime()) / 3);

/** The day of a date, UTC, as YYYY-MM-DD. */
export const day = (date: Date): string => date.toISOString().slice(0, 10);
