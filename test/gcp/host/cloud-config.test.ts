import { Lazy } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cloudConfig } from '../../../lib/gcp/host/cloud-config';
import { linesFile, settingsFile, textFile } from '../../../lib/gcp/host/host-file';
import { unitText } from '../../../lib/gcp/host/unit-text';

describe('a cloud config', () => {
  const text = 'a ${token} and %{ directive } "quoted"\n\ttab\n';
  const config = parse(
    cloudConfig({
      files: [
        textFile('/etc/airlock/text', text),
        settingsFile('/etc/airlock/host.env', { AIRLOCK_IMAGE: 'europe-docker.pkg.dev/p/r/envoy@sha256:0', AIRLOCK_OTHER: '1' }),
        linesFile('/etc/airlock/list', [['secret', 'key', 'projects/p/secrets/key']]),
      ],
      start: ['one.service', 'two.timer'],
    }),
  );

  test('is YAML that cloud-init knows as its own', () => {
    expect(cloudConfig({ files: [], start: [] })).toMatch(/^#cloud-config\n/);
    expect(config.write_files.map(({ path }: { path: string }) => path)).toEqual([
      '/etc/airlock/text',
      '/etc/airlock/host.env',
      '/etc/airlock/list',
    ]);
  });

  test('holds what is known encoded, so that nobody reads more into it', () => {
    const [{ encoding, content }] = config.write_files;
    expect(encoding).toBe('b64');
    expect(Buffer.from(content, 'base64').toString()).toBe(text);
  });

  test('holds what is known only later as it is', () => {
    const [, settings, list] = config.write_files;
    expect(settings.content).toBe('AIRLOCK_IMAGE=europe-docker.pkg.dev/p/r/envoy@sha256:0\nAIRLOCK_OTHER=1\n');
    expect(list.content).toBe('secret key projects/p/secrets/key\n');
  });

  test('starts its units without waiting for them', () => {
    expect(config.runcmd).toEqual([
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'start', '--no-block', 'one.service', 'two.timer'],
    ]);
  });
});

describe('a file of a host is refused', () => {
  test('if it would be the encoding of a token', () => {
    expect(() => textFile('/etc/airlock/text', `image ${Lazy.stringValue({ produce: () => 'later' })}`)).toThrow(
      '/etc/airlock/text must be known at synthesis',
    );
  });

  test.each([
    ['two words', 'a b'],
    ['two lines', 'a\nb'],
    ['nothing', ''],
    ['what is no ASCII', 'é'],
  ])('if a word of it is %s', (_, word) => {
    expect(() => linesFile('/etc/airlock/list', [['secret', word]])).toThrow('/etc/airlock/list must hold words without spaces');
    expect(() => settingsFile('/etc/airlock/host.env', { A: word })).toThrow('must hold words without spaces');
  });

  test.each(['etc/airlock', '/etc/air lock', '/etc/a: b', '/etc/../x y', '/etc/a#b', '/'])('at the path %s', (path) => {
    expect(() => cloudConfig({ files: [textFile(path, 'text')], start: [] })).toThrow('path must be absolute and plain');
  });
});

test('a unit says a setting several times if it is a list', () => {
  expect(unitText({ Unit: { After: 'a.service' }, Service: { ExecStartPre: ['one', '-two'], Restart: 'always' } })).toBe(
    '[Unit]\nAfter=a.service\n\n[Service]\nExecStartPre=one\nExecStartPre=-two\nRestart=always\n',
  );
});
