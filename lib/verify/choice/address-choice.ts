import { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { AnyOf, Value } from '../world/value';

/** Addresses that a property may allow. */
export interface AddressChoice {
  readonly addresses: AddressSet;
  /** The assignment that allows them, such as `with AllowedCidr=0.0.0.0/0`. */
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** Blocks to try on a parameter that limits what it takes, from the widest. */
const candidates = {
  4: [
    '0.0.0.0/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '8.0.0.0/8',
    '52.0.0.0/8',
    '8.8.0.0/16',
    '8.8.8.0/24',
    '8.8.8.8/32',
    '203.0.113.0/24',
    '203.0.113.7/32',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '10.0.0.0/16',
    '10.0.0.0/24',
  ],
  6: ['::/0', '2000::/3', '2600::/16', '2a00::/16', '2600:1f18::/32', '2606:4700::/32', '2001:4860:4860::8888/128'],
} as const;

/** All addresses of a family. */
export const everyAddress = (family: 4 | 6): AddressSet => (family === 4 ? AddressSet.allV4 : AddressSet.allV6);

/** What a parameter that takes a block allows at most, in one or two steps: what some value allows for certain, and what can't be told. */
export function widestChoice(choice: AnyOf, family: 4 | 6): readonly AddressChoice[] {
  const certain = candidates[family].filter((text) => choice.admits(text) === true);
  const chosen = literalAddresses(choice.defaultValue)?.family(family) ?? AddressSet.none;
  const addresses = AddressSet.union([...certain.map((text) => AddressSet.of(text)), chosen]);
  const sure = { addresses, note: `with ${choice.name}=${certain[0] ?? 'its default'}` };
  if (addresses.covers(everyAddress(family))) return [sure];
  const open = {
    addresses: everyAddress(family),
    doubt: { reason: `the parameter '${choice.name}' may take addresses that can't be told` },
  };
  return addresses.isEmpty() ? [open] : [sure, open];
}

/** The addresses of a CIDR text; undefined for anything else. */
export function literalAddresses(value: Value | undefined): AddressSet | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return AddressSet.of(value.trim());
  } catch {
    return undefined;
  }
}
