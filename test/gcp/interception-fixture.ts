import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';
import type { InterceptionProps } from '../../lib/gcp/interception';

/** A certificate that passes for the authority's where only its form counts. */
export const interception: InterceptionProps = { ca: placeholderCertificate.certificate };
