/**
 * All services stand on one line, each protocol with 65,536 points: its ports, or its ICMP type × 256 + code.
 * A protocol that has neither is all of its points or none, so its points need no meaning.
 */
export const span = 65536;

/** How many protocol numbers there are. */
export const protocols = 256;
