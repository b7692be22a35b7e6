import type { AuditRecord } from '../../lib/audit/audit-record';
import { printable } from '../../lib/audit/printable';

const mostDistinct = 1000;
const mostShown = 50;

/** What was denied while a command ran; each distinct request once, in the order in which they came first. */
export class Denials {
  private readonly counts = new Map<string, number>();
  private others = 0;

  add({ decision, method, host, path, reason }: AuditRecord): void {
    if (decision !== 'deny') return;
    const line = printable(`${method ?? '-'} ${host ?? '-'}${path ?? ''} ${reason}`);
    // what an agent makes up takes no memory without end
    if (!this.counts.has(line) && this.counts.size >= mostDistinct) this.others += 1;
    else this.counts.set(line, (this.counts.get(line) ?? 0) + 1);
  }

  /** Lines for a terminal; none if nothing was denied. */
  lines(): readonly string[] {
    const all = [...this.counts];
    const total = all.reduce((sum, [, count]) => sum + count, this.others);
    if (total === 0) return [];
    const shown = all.slice(0, mostShown);
    const rest = total - shown.reduce((sum, [, count]) => sum + count, 0);
    return [
      `denied: ${total} request${total === 1 ? '' : 's'}`,
      ...shown.map(([line, count]) => `  ${line}${count === 1 ? '' : ` (${count} times)`}`),
      ...(rest > 0 ? [`  and ${rest} more, all in what --audit-log names`] : []),
    ];
  }
}
