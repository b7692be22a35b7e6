/** The id of the interface that an owner has in a subnetwork. */
export const interfaceId = (owner: string, subnet: string, number = 0): string =>
  `${owner}@${subnet}${number > 0 ? `#${number}` : ''}`;
