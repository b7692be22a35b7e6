// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { planOf, terraformMissing } from '../verify/terraform/evaluate/terraform-oracle';
import { configurationOf, digest, resolved } from './fixture';

const repository = 'europe-west1-docker.pkg.dev/acme/images/envoy';
const stack = () => new TerraformStack(Testing.app(), 'Test');

const pinned = [
  `${repository}@${digest}`,
  `europe-docker.pkg.dev/acme.example/acme/images/team/envoy@${digest}`,
  `gcr.io/acme/envoy_proxy.v1--x@${digest}`,
  `registry.acme.example:5000/envoy@${digest}`,
];

const notPinned = [
  repository,
  `${repository}:latest`,
  `${repository}:v1.40@${digest}`,
  `${repository}@sha256:${'a'.repeat(63)}`,
  `${repository}@sha256:${'a'.repeat(65)}`,
  `${repository}@sha256:${'A'.repeat(64)}`,
  `${repository}@sha512:${'a'.repeat(64)}`,
  `${repository}@${digest} `,
  `${repository}@${digest}\n`,
  `x\n${repository}@${digest}`,
  ` ${repository}@${digest}`,
  `${repository}/@${digest}`,
  `https://${repository}@${digest}`,
  `envoyproxy/envoy@${digest}`,
  `envoy@${digest}`,
  `/envoy@${digest}`,
  `EUROPE-docker.pkg.dev/acme/images/envoy@${digest}`,
  `europe-west1-docker.pkg.dev/acme/\${file("/etc/passwd")}@${digest}`,
  `${repository}$@${digest}`,
  '',
];

describe('an image is named by its digest', () => {
  test.each(pinned)('%s', (uri) => {
    expect(PinnedImage.of(uri).uri).toBe(uri);
  });

  test.each(notPinned)('and not as %j', (uri) => {
    expect(() => PinnedImage.of(uri)).toThrow(/^image must be named by its digest, .*, got '/);
  });
});

describe('an image whose name is partly a token', () => {
  const token = (name = 'given') => new TerraformVariable(stack(), name, { type: 'string' }).stringValue;

  test.each([
    ['is taken whole', () => token(), 'var.given'],
    ['may have a digest that is a token', () => `${repository}@${token()}`, `"${repository}@\${var.given}"`],
    [
      'may have a project that is a token',
      () => `europe-west1-docker.pkg.dev/${token()}/images/envoy@${digest}`,
      `"europe-west1-docker.pkg.dev/\${var.given}/images/envoy@${digest}"`,
    ],
  ])('%s', (_, uri, held) => {
    const { uri: text } = PinnedImage.of(uri());
    expect(resolved(stack(), text)).toMatch(/^\$\{regex\("\^.*\$", .*\)\}$/);
    expect(resolved(stack(), text)).toContain(`$", ${held})}`);
  });

  test.each([
    ['no digest', () => `europe-west1-docker.pkg.dev/${token()}/images/envoy`],
    ['a tag', () => `europe-west1-docker.pkg.dev/${token()}/images/envoy:latest`],
    ['a short digest', () => `${token()}/envoy@sha256:abc`],
    ['a token of aws-cdk-lib', () => '${Token[TOKEN.4]}'],
    ['what Terraform would evaluate', () => `\${file("x")}/${token()}@${digest}`],
    ['what it would take for a text’s end', () => `${token()}"/envoy@${digest}`],
    ['a line more', () => `${token()}/envoy\n@${digest}`],
  ])('is refused with %s', (_, uri) => {
    expect(() => PinnedImage.of(uri())).toThrow(/^image must be named by its digest/);
  });

  test.skipIf(terraformMissing())('is held by Terraform to what it must be, before it is part of a file', () => {
    const made = stack();
    const given = new TerraformVariable(made, 'given', { type: 'string' }).stringValue;
    new TerraformOutput(made, 'file', { value: `AIRLOCK_IMAGE=${PinnedImage.of(given).uri}` });
    const { output, variable } = configurationOf(made);
    const planned = (uri: string) => planOf({ output, variable }, { given: uri });
    expect(planned(pinned[0] ?? '')).toMatchObject({
      planned_values: { outputs: { file: { value: `AIRLOCK_IMAGE=${pinned[0]}` } } },
    });
    for (const uri of [`${pinned[0]}\n- path: /etc/passwd`, `x\n${pinned[0]}`, `${repository}:latest`])
      expect(() => planned(uri)).toThrow('pattern did not match');
  });
});

describe('the repository of an image', () => {
  test('is known of one in Artifact Registry', () => {
    const place = { location: 'europe-west1', project: 'acme', name: 'images' };
    expect(PinnedImage.of(`${repository}@${digest}`).repository).toEqual(place);
  });

  test('is known of one whose parts are tokens', () => {
    const made = stack();
    const [region, project] = ['region', 'project'].map((name) => new TerraformVariable(made, name, {}).stringValue);
    const { repository: place } = PinnedImage.of(`${region}-docker.pkg.dev/${project}/images/envoy@${digest}`);
    expect(resolved(made, place)).toEqual({ location: '${var.region}', project: '${var.project}', name: 'images' });
  });

  test('is said, where the image is a token that doesn’t tell', () => {
    const place = { location: 'europe-west1', project: 'shared', name: 'images' };
    const given = new TerraformVariable(stack(), 'given', {}).stringValue;
    expect(PinnedImage.of(given).repository).toBeUndefined();
    expect(PinnedImage.of(given, place).repository).toEqual(place);
  });

  test.each([
    ['another registry', `gcr.io/acme/envoy@${digest}`],
    ['a project of a domain, whose name has two parts', `europe-docker.pkg.dev/acme.example/acme/images/envoy@${digest}`],
  ])('is not known of %s', (_, uri) => {
    expect(PinnedImage.of(uri).repository).toBeUndefined();
  });

  test.skipIf(terraformMissing())('is what Terraform cuts out of a variable', () => {
    const made = stack();
    const place = PinnedImage.fromVariable(made, 'proxy').repository;
    for (const [name, value] of Object.entries(place ?? {})) new TerraformOutput(made, name, { value });
    const { output, variable } = configurationOf(made);
    variable.proxy_image.default = `${repository}@${digest}`;
    const { planned_values: planned } = planOf({ output, variable }) as {
      planned_values: { outputs: Record<string, { value: unknown }> };
    };
    const told = Object.entries(planned.outputs).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(told)).toEqual({ location: 'europe-west1', project: 'acme', name: 'images' });
  });
});

describe('an image that a variable names', () => {
  test('is that variable of the stack, from wherever it is asked for', () => {
    const made = stack();
    const image = PinnedImage.fromVariable(new Construct(made, 'Part'), 'proxy');
    expect(resolved(made, image.uri)).toBe('${var.proxy_image}');
    expect(Object.keys(configurationOf(made).variable)).toEqual(['proxy_image']);
  });

  test('is the only one of that name', () => {
    const made = stack();
    PinnedImage.fromVariable(made, 'proxy');
    expect(() => PinnedImage.fromVariable(new Construct(made, 'Part'), 'proxy')).toThrow(
      /already a Construct with name 'proxy_image'/,
    );
  });

  test.each(['', '9a', 'my agent', 'a.b', 'ü', 'x}', '${x}', '-'])('is refused where no variable can be called %j', (name) => {
    expect(() => PinnedImage.fromVariable(stack(), name)).toThrow(/^name must be letters, digits, '_' and '-', .*, got '/);
  });

  test.skipIf(terraformMissing())('is held to its digest by Terraform as it is by us', () => {
    const candidates = [...pinned, ...notPinned];
    const verdicts = verdictsOf(candidates);
    expect(candidates.filter((_, index) => verdicts[index])).toEqual([`${repository}@${digest}`]);
  });
});

/** Whether Terraform takes each text for the variable: its own condition, over a local value in the variable's place. */
function verdictsOf(candidates: readonly string[]): unknown[] {
  const made = stack();
  PinnedImage.fromVariable(made, 'proxy');
  const { condition } = configurationOf(made).variable.proxy_image.validation[0];
  const entries = candidates.map((uri, index) => [`v${index}`, uri.replaceAll('${', '$${')] as const);
  for (const [name] of entries) {
    new TerraformOutput(made, name, { value: condition.replace('var.proxy_image', `local.${name}`) });
  }
  const { output } = configurationOf(made);
  const plan = planOf({ output, locals: Object.fromEntries(entries) }) as {
    planned_values: { outputs: Record<string, { value: unknown }> };
  };
  return entries.map(([name]) => plan.planned_values.outputs[name]?.value);
}
