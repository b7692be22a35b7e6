import type { Exit } from './exit';

/** Errors that a judge could make in its report alone. */
export const plantedReports: readonly {
  readonly error: string;
  readonly mistaken: (exits: readonly Exit[]) => readonly Exit[];
}[] = [
  { error: 'reports nothing', mistaken: () => [] },
  {
    error: 'calls a leak confined',
    mistaken: (exits) => exits.map((exit) => (exit.kind === 'leak' ? { ...exit, kind: 'confined' } : exit)),
  },
  {
    error: 'calls another host a leak',
    mistaken: (exits) => exits.map((exit) => (exit.kind === 'confined' ? { ...exit, kind: 'leak' } : exit)),
  },
  {
    error: 'takes all of the proxy for its listener',
    mistaken: (exits) => exits.map((exit) => (exit.kind === 'unknown' ? { ...exit, kind: 'proxy' } : exit)),
  },
  { error: 'forgets UDP', mistaken: (exits) => exits.filter(({ protocol }) => protocol !== 'udp') },
  { error: 'forgets ICMP', mistaken: (exits) => exits.filter(({ protocol }) => !protocol.startsWith('icmp')) },
  { error: 'takes each port for all', mistaken: (exits) => exits.map((exit) => ({ ...exit, ports: [] })) },
  { error: 'loses the last port of a range', mistaken: (exits) => exits.filter(({ ports: [range] }) => range?.to !== 65535) },
  {
    error: 'takes a part of the internet for all of it',
    mistaken: (exits) => exits.map((exit) => (exit.kind === 'leak' ? { ...exit, destination: '0.0.0.0/0' } : exit)),
  },
];
