import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GeneratedClass } from './generated-class';

const bindings = join(dirname(createRequire(__filename).resolve('@cdktf/provider-google/package.json')), 'lib');

/** The generated class of a resource's type, such as `google_compute_network`; throws an Error if the bindings have none. */
export const resourceClass = (type: string): GeneratedClass => generatedClass(type, type.replace(/^google_/, ''));

/** The generated class of a data source's type; throws an Error if the bindings have none. */
export const dataSourceClass = (type: string): GeneratedClass => generatedClass(type, type.replace(/^google_/, 'data_google_'));

export const providerClass = (): GeneratedClass => generatedClass('google', 'provider');

function generatedClass(type: string, folder: string): GeneratedClass {
  const file = join(bindings, folder.replaceAll('_', '-'), 'index.js');
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, name = ''] = /^class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider) \{/m.exec(source) ?? [];
  if (!source.includes(`\n${name}.tfResourceType = "${type}";`))
    throw new Error(`the bindings must have the type, got '${type}'`);
  return new GeneratedClass(source, name);
}

/** The provider's version that the bindings were generated from. */
export function providerVersion(): string {
  const [, version] = /providerVersion: '([\d.]+)'/.exec(readFileSync(join(bindings, 'provider', 'index.js'), 'utf8')) ?? [];
  if (!version) throw new Error('the bindings must name the version of their provider');
  return version;
}
