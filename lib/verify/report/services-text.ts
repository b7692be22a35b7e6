import type { ReportedExit } from './report';

/** What passes by several exits to one destination: `ipv4 tcp 3128, tcp 8080`. */
export function servicesText(exits: readonly ReportedExit[]): string {
  const services = exits.map(({ protocol, ports }) => serviceText(protocol, ports));
  return `${exits[0]?.family ?? ''} ${services.join(', ')}`;
}

/** Such as `tcp 443`, `udp 0-1023`, `every protocol`. */
export function serviceText(protocol: string, ports: ReportedExit['ports']): string {
  if (protocol === 'all') return 'every protocol';
  const shown = ports.map(({ from, to }) => (from === to ? `${from}` : from === 0 && to === 65_535 ? '' : `${from}-${to}`));
  return [protocol, shown.filter(Boolean).join('+')].filter(Boolean).join(' ');
}
