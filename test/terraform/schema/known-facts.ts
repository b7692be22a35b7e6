import { filledIn } from './filled-in';
import type { Attribute, Block } from './provider-schema';

/** Arguments of any type whose values Terraform must not print, which the bindings don't tell. */
const secret =
  /^(raw_key|rsa_encrypted_key|disk_encryption_key_raw|disk_encryption_key_rsa|oauth2_client_secret.*|secret_data|private_key)$/;

/** Arguments of any type that Terraform keeps in no state. */
const writeOnly = /_wo$/;

/** A type's block with what is known of it beyond the bindings. */
export function withKnownFacts(type: string, block: Block): Block {
  return withFacts(block, new Set(filledIn[type]), '');
}

function withFacts({ attributes, block_types }: Block, filled: ReadonlySet<string>, path: string): Block {
  const blocks = Object.entries(block_types).map(([name, nested]) => {
    return [name, { ...nested, block: withFacts(nested.block, filled, `${path}${name}.`) }] as const;
  });
  const known = Object.entries(attributes).map(([name, attribute]) => {
    return [name, { ...attribute, ...facts(name, attribute, filled.has(path + name) || everywhere(path + name)) }] as const;
  });
  return { attributes: Object.fromEntries(known), block_types: Object.fromEntries(blocks) };
}

const everywhere = (path: string): boolean => path === 'id' || path === 'project';

function facts(name: string, { required, computed }: Attribute, filled: boolean): Partial<Attribute> {
  return {
    ...(computed || (filled && !required) ? { computed: true } : {}),
    ...(secret.test(name) ? { sensitive: true } : {}),
    ...(writeOnly.test(name) ? { write_only: true } : {}),
  };
}
