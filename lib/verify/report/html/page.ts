import { printable } from '../printable';
import type { Report, ReportedFinding, ReportedHop } from '../report';
import { serviceText } from '../services-text';
import { escaped } from './escape';
import { picture } from './picture';
import { style } from './style';

/** The report as one page that needs nothing else: the picture, each finding with its path and fix, every exit, and what was read. */
export function htmlReport(raw: Report): string {
  const report = printable(raw);
  const { verdict, agents, findings } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>agent-airlock: ${verdict}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>The proxy is the only way out: <span class="${verdict}">${verdict}</span></h1>
${agents.map(({ id, verdict: each }) => `<p>${code(id)} <span class="${each}">${each}</span></p>`).join('\n')}
${picture(report)}
${section('Findings', findings.map(finding).join('\n'))}
${section('Exits', exitTable(report))}
${section('Accepted in writing', list(report.accepted.map(({ id, because, until }) => `${id}, until ${until}: ${because}`)))}
${section('Acceptances without effect', list(report.ignoredAcceptances.map(({ id, why }) => `${id}: ${why}`)))}
${section('Taken for granted', list(report.assumptions))}
${section('What no network rule closes', list(report.residual))}
${section('Read', readTable(report))}
</main>
</body>
</html>
`;
}

const section = (title: string, body: string): string => (body === '' ? '' : `<h2>${title}</h2>\n${body}`);

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

function finding({ id, rule, verdict, agent, message, fix, when, path }: ReportedFinding): string {
  return `<article class="${verdict}">
<h3>${rule} <span class="${verdict}">${verdict}</span></h3>
<p><code>${escaped(agent)}</code> ${escaped(message)}${when ? `, when <code>${escaped(when)}</code>` : ''}.</p>
<ol>${path.map(hop).join('')}</ol>
<p>To fix it: ${escaped(fix)}.</p>
<p class="dim"><code>${escaped(id)}</code></p>
</article>`;
}

const hop = ({ resource, type, why, file, line }: ReportedHop): string =>
  `<li><code>${escaped(resource)}</code> ${escaped(why)} <span class="dim">${escaped(type)}, ${escaped(file)}${line === null ? '' : `:${line}`}</span></li>`;

function exitTable({ exits }: Report): string {
  if (exits.length === 0) return '<p>Nothing that an agent sends arrives anywhere.</p>';
  const rows = exits.map(({ agent, kind, destination, family, protocol, ports, when }) =>
    row([{ id: agent }, kind, { id: destination }, family, serviceText(protocol, ports), when || 'always']),
  );
  return table('exits', ['agent', 'kind', 'destination', 'family', 'what passes', 'when'], rows);
}

function readTable({ inputs, coverage }: Report): string {
  const files = table(
    'files',
    ['file', 'SHA-256'],
    inputs.map(({ path, sha256 }) => row([{ id: path }, { id: sha256 }])),
  );
  const kinds = [
    ...coverage.modelled.map(({ type, count }) => row([{ id: type }, 'judged', String(count)])),
    ...coverage.inert.map(({ type, count }) => row([{ id: type }, 'harmless', String(count)])),
    ...coverage.unmodelled.map(({ type, count }) => row([{ id: type }, 'not understood', String(count)])),
  ];
  return `${files}\n${table('types of resources', ['type', 'how', 'count'], kinds)}`;
}

/** One that is wider than the screen scrolls by itself, by keys too. */
const table = (name: string, head: readonly string[], rows: readonly string[]): string =>
  `<div class="wide" role="region" aria-label="${name}" tabindex="0"><table><thead><tr>${head.map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;

/** Words, or what may be broken anywhere. */
type Cell = string | { readonly id: string };

const row = (cells: readonly Cell[]): string =>
  `<tr>${cells.map((cell) => `<td>${typeof cell === 'string' ? escaped(cell) : code(cell.id)}</td>`).join('')}</tr>`;

const code = (text: string): string => `<code>${escaped(text)}</code>`;
