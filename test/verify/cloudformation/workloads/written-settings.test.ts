import { describe, expect, test } from 'vitest';
import { writtenSettings } from '../../../../lib/verify/cloudformation/workloads/written-settings';

const file = '/etc/ecs/ecs.config';
const written = (...lines: string[]) => writtenSettings(lines.join('\n'), file);
const set = 'A=true';

describe('a setting is known', () => {
  test.each([
    ['when it is echoed', [`echo ${set} >> ${file}`]],
    ['when it is echoed in quotes, by sudo, beside another command', [`cd / && sudo echo "${set}" >> ${file}; ls`]],
    ['when a here-document holds it', [`cat > ${file} <<'EOF'`, 'B=1', set, 'EOF']],
    ['when a here-document appends it', [`cat <<EOF >> ${file}`, set, 'EOF']],
    ['when tee writes it', [`sudo tee -a ${file} <<EOF`, set, 'EOF']],
    ['behind a condition that has ended', ['if test -e /x; then ls; fi', `echo ${set} >> ${file}`]],
    [
      'in a file of cloud-config',
      ['#cloud-config', 'write_files:', `  - path: ${file}`, '    content: |', `      ${set}`, 'x: y'],
    ],
  ])('%s', (_, lines) => {
    expect(written(...lines)).toEqual({ clear: true, values: expect.any(Map) });
    expect(written(...lines).values.get('A')).toBe('true');
  });
});

describe('a setting is not', () => {
  test.each([
    ['when a later line says otherwise', [`echo ${set} >> ${file}`, `echo A=false >> ${file}`], 'false'],
    ['when the file is written anew', [`echo ${set} >> ${file}`, `echo B=1 > ${file}`], undefined],
    ['in a comment of the script', [`# echo ${set} >> ${file}`], undefined],
    ['in a comment of the file', [`cat > ${file} <<EOF`, `# ${set}`, 'EOF'], undefined],
    ['as a variable of the shell', [set, `export ${set}`], undefined],
    ['in another file', [`echo ${set} >> /etc/other`, `cat > /etc/other <<EOF`, set, 'EOF'], undefined],
    ['in quotes, which stay in a here-document', [`cat > ${file} <<EOF`, 'A="true"', 'EOF'], '"true"'],
  ])('%s', (_, lines, value) => {
    const { values, clear } = written(...lines);
    expect([values.get('A'), clear]).toEqual([value, true]);
  });
});

describe("it can't be told", () => {
  test.each([
    ['under a condition', ['if test -e /x; then', `echo ${set} >> ${file}`, 'fi']],
    ['behind an exit', ['test -e /x && exit 0', `echo ${set} >> ${file}`]],
    ['in a function', ['setup() {', `echo ${set} >> ${file}`, '}']],
    ['in a loop', ['for each in a b; do', `echo ${set} >> ${file}`, 'done']],
    ['when the file is copied', [`echo ${set} >> ${file}`, `cp /root/ecs.config ${file}`]],
    ['when the file is edited', [`echo ${set} >> ${file}`, `sed -i s/true/false/ ${file}`]],
    ['when the file is named from its folder', [`echo ${set} >> ${file}`, 'cd /etc/ecs', 'echo A=false >> ecs.config']],
    ['when a variable names the file', [`echo ${set} >> ${file}`, `file=${file}`, 'echo A=false >> $file']],
    ['when a pattern names the file', [`echo ${set} >> ${file}`, 'sed -i s/true/false/ /etc/ecs/*']],
    ['when a command makes it', [`echo "$(settings)" >> ${file}`]],
    ['when printf writes it', [`printf 'B=1\\n${set}\\n' > ${file}`]],
    ['when a here-document runs', ['bash <<EOF', `echo ${set} >> ${file}`, 'EOF']],
    [
      'when cloud-config holds it in base64',
      ['#cloud-config', 'write_files:', `  - path: ${file}`, '    content: !!binary QQ=='],
    ],
    ['when a command of cloud-config writes it', ['#cloud-config', 'runcmd:', `  - echo ${set} >> ${file}`]],
  ])('%s', (_, lines) => {
    expect(written(...lines).clear).toBe(false);
  });
});
