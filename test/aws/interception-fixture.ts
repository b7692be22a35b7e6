import type { InterceptionProps } from '../../lib/aws/interception';
import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';

/** A certificate that passes for the authority's where only its form counts. */
export const interception: InterceptionProps = { ca: placeholderCertificate.certificate };
