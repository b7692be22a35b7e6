/** What the help of a command ends with. */
interface HelpNote {
  readonly example: string;
  /** What it ends with besides 3, for what can't be used. */
  readonly statuses: string;
}

const notes: Readonly<Record<string, HelpNote>> = {
  demo: { example: 'demo', statuses: '0 all went as it should, 1 something did not' },
  doctor: { example: 'doctor', statuses: '0 run can work, 1 it lacks something' },
  init: { example: 'init --preset claude --preset git-fetch --owner acme', statuses: '0 the policy is written' },
  check: { example: 'check airlock.yaml', statuses: '0 the policy is usable' },
  explain: { example: 'explain airlock.yaml POST https://api.anthropic.com/v1/messages', statuses: '0 allowed, 1 denied' },
  render: { example: 'render env airlock.yaml', statuses: '0 it is written' },
  run: {
    example: "run airlock.yaml --secret anthropic-api-key=file:$HOME/.anthropic-key -- claude -p 'Fix the failing test'",
    statuses: "COMMAND's own; without one 0 it was interrupted, 1 Envoy has ended",
  },
  review: {
    example: 'review apply src/parse.ts',
    statuses: '0 nothing waits or all is done, 1 changes wait or were not applied',
  },
  workspace: { example: 'workspace .', statuses: '0 the list is whole' },
  audit: {
    example: 'audit audit.jsonl --policy airlock.yaml',
    statuses: '0 it is said, 1 the policy would have denied what was let through',
  },
  certificates: { example: 'certificates airlock.yaml', statuses: '0 all are there, 1 with --check: something is due' },
  verify: {
    example: 'verify cdk.out --format html --output report.html',
    statuses: '0 all agents are proven, 1 one is refuted, 2 one is unknown and none refuted',
  },
  diff: { example: 'diff before/cdk.out cdk.out', statuses: '0 no way out is added, 1 one is' },
};

/** An example of a command, and the statuses that it ends with; empty if there is none of that name. */
export function helpNote(name: string): string {
  const note = notes[name];
  return note ? `\nExample:\n  agent-airlock ${note.example}\n\nStatus: ${note.statuses}; 3 what is given can't be used` : '';
}
