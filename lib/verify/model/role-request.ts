/** `--agent ID`, or `--proxy ID[:PORT,…]`, as it was given. */
export interface RoleRequest {
  readonly id: string;
  /** @default - those that the resource states */
  readonly ports?: readonly number[];
}
