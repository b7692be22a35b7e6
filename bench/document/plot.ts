import type { Bar, Chart } from './chart';
import { whole } from './table';

const width = 860;
const [nameWidth, valueWidth] = [180, 90];
const [barHeight, titleHeight, gap] = [20, 34, 16];

/** The charts under each other, as one SVG that needs nothing from elsewhere. */
export function plot(charts: readonly Chart[]): string {
  const shown = charts.filter(({ bars }) => bars.length > 0);
  const tops = shown.map((_, index) => shown.slice(0, index).reduce((top, chart) => top + heightOf(chart), gap));
  const height = shown.reduce((sum, chart) => sum + heightOf(chart), gap);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">
<title>What each proxy costs</title>
<rect width="100%" height="100%" fill="#fff"/>
${shown.flatMap((chart, index) => chartLines(chart, tops[index] ?? 0)).join('\n')}
</svg>
`;
}

const heightOf = ({ bars }: Chart): number => titleHeight + bars.length * barHeight + gap;

function chartLines(chart: Chart, top: number): readonly string[] {
  const { bars } = chart;
  const title = chart.logarithmic ? `${chart.title}; logarithmic scale` : chart.title;
  return [
    `<text x="16" y="${top + 18}" font-weight="bold" fill="#222">${escaped(title)}</text>`,
    ...bars.flatMap((bar, index) => barLines(bar, top + titleHeight + index * barHeight, lengthOf(bar, chart))),
  ];
}

function barLines({ name, value }: Bar, top: number, length: number): readonly string[] {
  const label = value < 10 ? value.toFixed(1) : whole(value);
  return [
    `<text x="${nameWidth - 8}" y="${top + 14}" text-anchor="end" fill="#222">${escaped(name)}</text>`,
    `<rect x="${nameWidth}" y="${top + 2}" width="${length.toFixed(1)}" height="${barHeight - 4}" fill="${colour(name)}"/>`,
    `<text x="${(nameWidth + length + 6).toFixed(1)}" y="${top + 14}" fill="#444">${label}</text>`,
  ];
}

/** Pixels: from nothing to the greatest value, or on a logarithmic scale from half the smallest. */
function lengthOf({ value }: Bar, { bars, logarithmic }: Chart): number {
  const values = bars.map((bar) => bar.value).filter((each) => each > 0);
  const most = Math.max(...values);
  const least = Math.min(...values) / 2;
  const share = logarithmic ? Math.log(value / least) / Math.log(most / least) : value / most;
  return Math.max(0, share || 0) * (width - nameWidth - valueWidth);
}

const colour = (name: string): string => (/^(envoy|local proxy)/.test(name) ? '#2f6f4f' : '#b8b8b8');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
