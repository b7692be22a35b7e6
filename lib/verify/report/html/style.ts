/** The page's style: readable on a screen, dark or light, and on paper; nothing is fetched. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6675; --paper: #ffffff; --line: #d5dbe3; --good: #16794a; --known: #1f5fa8; --bad: #b3261e; --open: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --dim: #a3adba; --paper: #14181e; --line: #3a434f; --good: #5fce96; --known: #7fb3f0; --bad: #ff8a80; --open: #f0c06a; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1120px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; } p { margin: .4rem 0; } p, li { overflow-wrap: anywhere; }
.proven:is(span) { color: var(--good); } .refuted:is(span) { color: var(--bad); } .unknown:is(span) { color: var(--open); } .dim, .note { color: var(--dim); }
.wide { overflow-x: auto; } svg { width: 100%; min-width: 860px; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg .note { font-size: 11px; fill: var(--dim); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.room rect { fill: none; stroke: var(--line); stroke-width: 1.5; } .room text { fill: var(--dim); font-weight: 600; }
.box rect { fill: var(--paper); stroke: var(--ink); } .box.proxy rect, .room.proxy rect { stroke: var(--good); } .box.confined rect, .room.confined rect { stroke: var(--known); }
.box.leak rect, .room.leak rect { stroke: var(--bad); } .box.unknown rect, .room.unknown rect { stroke: var(--open); stroke-dasharray: 5 3; }
.arrow { fill: none; stroke-width: 1.6; } .arrow.proxy { stroke: var(--good); } .arrow.confined { stroke: var(--known); } .arrow.leak { stroke: var(--bad); stroke-width: 2.4; } .arrow.unknown { stroke: var(--open); stroke-dasharray: 5 3; }
article { border-left: 4px solid var(--line); padding: .1rem 1rem; margin: 1rem 0; break-inside: avoid; } article.refuted { border-color: var(--bad); } article.unknown { border-color: var(--open); }
article h3 { font-size: 1rem; margin: .3rem 0; color: var(--ink); } ol { margin: .4rem 0; padding-left: 1.4rem; } code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem; } th { white-space: nowrap; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); } td code { display: inline-block; min-width: 14rem; }
@media print { :root { --ink: #000; --dim: #444; --paper: #fff; --line: #999; --good: #0b5c36; --known: #174a85; --bad: #8c1d17; --open: #6b4600; } svg { min-width: 0; } }
`;
