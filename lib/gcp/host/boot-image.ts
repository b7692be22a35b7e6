import { Token } from 'cdktf';
import { literal } from '../literal';

/** The image, of which Terraform evaluates tokens alone; throws an Error unless it is a single one, `projects/PROJECT/global/images/NAME`, or a token. */
export function singleImage(image: string): string {
  if (Token.isUnresolved(image) || /(^|\/)projects\/[^/]+\/global\/images\/(?!family\/)[^/]+$/.test(image)) return literal(image);
  throw new Error(`bootImage must be one image, projects/PROJECT/global/images/NAME, as a family's can change, got '${image}'`);
}
