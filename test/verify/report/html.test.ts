import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../../lib/verify/report/html/page';
import { elementsOf } from './markup';
import { accepted, exit, finding, hop, hostile, hostileReport, proven, refuted, unknown } from './reports';

const reports = Object.entries({ proven, refuted, unknown, accepted, hostile: hostileReport });

describe.each(reports)('the page of a report that is %s', (_, report) => {
  const page = htmlReport(report);
  const elements = elementsOf(page);

  test('is well formed', () => {
    expect(elements.filter(({ name }) => name === 'html' || name === 'svg')).toHaveLength(2);
  });

  test('needs nothing else: it fetches nothing, runs nothing and says so to the browser', () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'link', 'img', 'image', 'iframe', 'object', 'embed', 'base', 'form', 'a', 'use']) {
      expect(names).not.toContain(name);
    }
    const attributes = elements.flatMap((element) => Object.keys(element.attributes));
    expect(attributes.filter((name) => /^(on|src|href|xlink|style$|action|data$|poster|background)/i.test(name))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:/);
    const [policy] = elements.filter(({ attributes: all }) => all['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes.content).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  test('scrolls what is wider than a screen by itself, with a name, by keys too', () => {
    const wide = elements.flatMap(({ attributes }, index) => (attributes.class === 'wide' ? [{ attributes, index }] : []));
    expect(wide.map(({ index }) => elements[index + 1]?.name).sort()).toEqual(
      elements
        .map(({ name }) => name)
        .filter((name) => name === 'svg' || name === 'table')
        .sort(),
    );
    for (const { attributes } of wide)
      expect(attributes).toMatchObject({ tabindex: '0', role: 'region', 'aria-label': expect.stringMatching(/./) });
  });

  test('has a style of its own for paper', () => {
    expect(page).toContain('@media print');
  });
});

test('what a template calls its parts is text and nothing else', () => {
  const page = htmlReport(hostileReport);
  expect(elementsOf(page).filter(({ name }) => name === 'img' || name === 'script')).toEqual([]);
  expect(page).toContain('&#60;script&#62;alert(2)&#60;/script&#62;');
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
});

test('every agent, exit, finding, step, file and type is on the page', () => {
  const page = htmlReport({ ...refuted, accepted: accepted.accepted, ignoredAcceptances: accepted.ignoredAcceptances });
  for (const text of ['Main/Agent', 'Main/Out every public IPv4 address', 'AIRLOCK-NET-001', 'allows tcp 443 to 0.0.0.0/0']) {
    expect(page).toContain(text);
  }
  for (const text of ['Main.template.json:7', 'AWS::EC2::VPC', 'AWS::SQS::Queue', 'a test network', 'no finding has this id']) {
    expect(page).toContain(text);
  }
});

describe('the picture', () => {
  const svgOf = (page: string): string => /<svg[\s\S]*<\/svg>/.exec(page)?.[0] ?? '';
  const kinds = (page: string) =>
    elementsOf(svgOf(page)).flatMap(({ name, attributes }) => (name === 'path' ? [attributes.class] : []));

  test('has an arrow for each destination, and the ways out in a room of their own', () => {
    expect(kinds(htmlReport(refuted))).toEqual(['arrow proxy', 'arrow leak']);
    expect(svgOf(htmlReport(refuted))).toContain('>ways out<');
    expect(svgOf(htmlReport(proven))).not.toContain('>ways out<');
  });

  test('no arrow is drawn over what lets another through', () => {
    const svg = svgOf(htmlReport(refuted));
    expect(svg.lastIndexOf('<path')).toBeLessThan(svg.indexOf('<text class="note" text-anchor="end"'));
  });

  test('has room for every agent and every exit', () => {
    const agents = Array.from({ length: 30 }, (_, index) => ({ id: `Main/Agent${index}`, verdict: 'refuted' as const }));
    const exits = agents.map(({ id }) => exit({ agent: id, kind: 'leak', destination: `${id} out` }));
    const svg = svgOf(htmlReport({ ...refuted, agents, exits, findings: [finding({ path: [hop('Main/Out')] })] }));
    const height = Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(svg)?.[1]);
    const bottoms = [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)];
    expect(bottoms).toHaveLength(62);
    for (const [, y, h] of bottoms) expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
  });

  test('a long name is shortened from the left, and whole where the pointer rests', () => {
    const long = `Main/${'Nested/'.repeat(20)}Gateway`;
    const svg = svgOf(htmlReport({ ...refuted, exits: [exit({ kind: 'leak', destination: long })] }));
    expect(svg).toContain(`<title>${long}</title>`);
    expect(svg).toMatch(/>…[^<]*Gateway</);
  });
});

test('the hostile name of the other tests would do harm unescaped', () => {
  expect(() => elementsOf(`<p>${hostile}</p>`)).toThrow();
});
