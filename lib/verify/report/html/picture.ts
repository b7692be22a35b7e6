import type { ExitKind, Report, ReportedExit } from '../report';
import { servicesText } from '../services-text';
import { escaped } from './escape';

const rowHeight = 46;
const boxHeight = 34;
const width = { page: 1120, agent: 330, exit: 430 };

/** The rooms that exits lead to, from the best to the worst. */
const rooms: readonly (readonly [ExitKind, string])[] = [
  ['proxy', 'the proxy, by the door'],
  ['confined', 'services, confined to this account'],
  ['unknown', 'not known'],
  ['leak', 'ways out'],
];

/** The agents on the left in their sealed networks, and every exit on the right in the room that it leads to, as SVG. */
export function picture({ agents, exits }: Report): string {
  const placed = placedExits(exits);
  const ids = agents.map(({ id }) => id);
  const height = Math.max(placed.height, ids.length * rowHeight + 60) + 20;
  const agentTop = (id: string) => 50 + (ids.indexOf(id) * (height - 70)) / Math.max(ids.length, 1);
  const left = [room(10, 10, width.agent + 20, height - 20, 'sealed network: the agents', 'agents')];
  const boxes = ids.map((id) => box(20, agentTop(id), width.agent, id, '', 'agent'));
  const arrows = placed.rows.map(({ exit, top }) => arrow(agentTop(exit.agent) + boxHeight / 2, top + boxHeight / 2, exit));
  const labels = placed.rows.map(({ exit, top }) => label(top + boxHeight / 2, exit));
  const targets = placed.rows.map(({ exit, top, services }) =>
    box(width.page - width.exit - 20, top, width.exit, exit.destination, services, exit.kind),
  );
  // no arrow crosses a label
  const body = [...left, ...placed.rooms, ...arrows, ...labels, ...boxes, ...targets].join('\n');
  const drawn = `<svg viewBox="0 0 ${width.page} ${height}" role="img" aria-label="${said}">\n${body}\n</svg>`;
  return `<div class="wide" role="region" aria-label="picture" tabindex="0">${drawn}</div>`;
}

const said = 'Agents and where their packets arrive, as the table of exits says too';

interface Row {
  readonly exit: ReportedExit;
  readonly services: string;
  readonly top: number;
}

function placedExits(exits: readonly ReportedExit[]): { rows: readonly Row[]; rooms: readonly string[]; height: number } {
  let top = 10;
  const rows: Row[] = [];
  const frames: string[] = [];
  for (const [kind, title] of rooms) {
    const inside = grouped(exits.filter((exit) => exit.kind === kind));
    if (inside.length === 0) continue;
    const height = inside.length * rowHeight + 40;
    frames.push(room(width.page - width.exit - 30, top, width.exit + 20, height, title, kind));
    rows.push(...inside.map(([exit, services], index) => ({ exit, services, top: top + 34 + index * rowHeight })));
    top += height + 14;
  }
  return { rows, rooms: frames, height: top };
}

/** Exits that differ only in what passes, as one row. */
function grouped(exits: readonly ReportedExit[]): [ReportedExit, string][] {
  const groups = new Map<string, ReportedExit[]>();
  for (const exit of exits) {
    const key = JSON.stringify([exit.agent, exit.destination, exit.family]);
    groups.set(key, [...(groups.get(key) ?? []), exit]);
  }
  return [...groups.values()].map((group) => [group[0] as ReportedExit, servicesText(group)]);
}

const room = (x: number, y: number, w: number, h: number, title: string, kind: string): string =>
  `<g class="room ${kind}"><rect x="${x}" y="${y}" width="${w}" height="${h}" rx="8"/><text x="${x + 12}" y="${y + 22}">${escaped(title)}</text></g>`;

function box(x: number, y: number, w: number, title: string, note: string, kind: string): string {
  const shown = shortened(title, Math.floor((w - 20) / 7));
  const lines = `<text x="${x + 10}" y="${y + (note ? 15 : 22)}">${escaped(shown)}</text>`;
  const below = note
    ? `<text class="note" x="${x + 10}" y="${y + 28}">${escaped(shortened(note, Math.floor(w / 6)))}</text>`
    : '';
  return `<g class="box ${kind}"><title>${escaped(title)}</title><rect x="${x}" y="${y}" width="${w}" height="${boxHeight}" rx="5"/>${lines}${below}</g>`;
}

const [start, end] = [20 + width.agent, width.page - width.exit - 24];

function arrow(from: number, to: number, { kind }: ReportedExit): string {
  const middle = (start + end) / 2;
  return `<path class="arrow ${kind}" d="M${start},${from} C${middle},${from} ${middle},${to} ${end},${to}"/>`;
}

function label(to: number, exit: ReportedExit): string {
  const text = exit.kind === 'confined' ? '' : shortened(through(exit), 38);
  return text && `<text class="note" text-anchor="end" x="${end - 16}" y="${to - 5}">${escaped(text)}</text>`;
}

const doors = ['AWS::EC2::VPCEndpoint', 'google_compute_forwarding_rule'];

/** What lets it through: the door, or the last thing before the destination. */
function through({ kind, path, destination }: ReportedExit): string {
  const others = path.filter(({ resource }) => !destination.startsWith(resource));
  const hop = (kind === 'proxy' && others.find(({ type }) => doors.includes(type))) || others.at(-1);
  return hop ? `by ${hop.resource.slice(hop.resource.lastIndexOf('/') + 1)}` : '';
}

const shortened = (text: string, most: number): string => (text.length <= most ? text : `…${text.slice(text.length - most + 1)}`);
