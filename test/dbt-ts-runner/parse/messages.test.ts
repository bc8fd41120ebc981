import { isRunnerError, type Message, openProject } from 'dbt-ts-runner';
import { describe, expect, test } from 'vitest';
import { dbtTs, folderOnFile } from '../support/command_line.ts';

const files = {
  'models/a.sql': `{{ log('to the log') }}{{ log('logged, execute ' ~ execute, info=true) }}
{{ print('printed, execute ' ~ execute) }}{% do exceptions.warn('warned, execute ' ~ execute) %}
select 1 as id`,
};
const logged = 'logged, execute False';
const printed = 'printed, execute False';
const warned = 'warned, execute False';

describe('what templates say while they are parsed', () => {
  test('is told once, and not by a parse that has nothing to render', async () => {
    const dir = await folderOnFile(files);
    const first = await dbtTs(dir, 'parse');
    expect(first.out.slice(0, 2)).toEqual([logged, printed]);
    expect(first.err).toEqual([`WARNING ${warned}`]);
    const second = await dbtTs(dir, 'parse');
    expect([second.out, second.err]).toEqual([['Parsed shop: 1 resources'], []]);
    const third = await dbtTs(dir, 'parse', '--no-partial-parse');
    expect([third.out, third.err]).toEqual([first.out, first.err]);
  });

  test('is told before what they say while they run', async () => {
    const { out, err } = await dbtTs(await folderOnFile(files), 'run');
    const told = out.filter((line) => /^(?:logged|printed|warned)/.test(line));
    const run = ['logged, execute True', 'printed, execute True', 'warned, execute True'];
    expect([told, err]).toEqual([[logged, printed, ...run], [`WARNING ${warned}`]]);
  });

  test('is told as far as options ask for', async () => {
    const dir = await folderOnFile(files);
    const tell = (...options: string[]) => dbtTs(dir, 'parse', '--no-partial-parse', ...options);
    expect((await tell('--debug')).out.slice(0, 3)).toEqual(['to the log', logged, printed]);
    const quiet = await tell('--quiet');
    expect([quiet.out[0], quiet.err]).toEqual([printed, []]);
    const run = await dbtTs(dir, 'run', '--quiet');
    expect([run.out, run.err]).toEqual([[printed, 'printed, execute True'], []]);
  });

  test('leaves the lines of JSON that a command prints alone', async () => {
    const dir = await folderOnFile(files);
    const { out, err } = await dbtTs(dir, 'ls', '--output', 'json');
    expect(out.map((line) => JSON.parse(line).name)).toEqual(['a']);
    expect(err).toEqual([logged, printed, `WARNING ${warned}`]);
  });

  test("has dbt's names in the structured log, and the invocation of what follows", async () => {
    const { out } = await dbtTs(await folderOnFile(files), 'run', '--log-format', 'json');
    const infos = out.map((line) => JSON.parse(line).info);
    const parsed = infos.slice(0, 3);
    expect(parsed.map(({ name, code, level, msg }) => [name, code, level, msg])).toEqual([
      ['JinjaLogInfo', 'I062', 'info', logged],
      ['PrintEvent', 'Z052', 'info', printed],
      ['JinjaLogWarning', 'I061', 'warn', warned],
    ]);
    expect(new Set(infos.map((info) => info.invocation_id)).size).toBe(1);
  });

  test('may be an error', async () => {
    const { code, err } = await dbtTs(await folderOnFile(files), 'parse', '--warn-error');
    expect([code, err.join()]).toEqual([2, expect.stringContaining('warned, execute False')]);
  });

  test('is told though the parse fails', async () => {
    const dir = await folderOnFile({ ...files, 'models/b.sql': "select * from {{ ref('none') }}" });
    const { code, out } = await dbtTs(dir, 'parse');
    expect([code, out]).toEqual([2, [logged, printed]]);
  });
});

describe('openProject', () => {
  test('tells messages as they come, and keeps warnings', async () => {
    const dir = await folderOnFile(files);
    const messages: Message[] = [];
    const project = await openProject(dir, { onMessage: (message) => messages.push(message) });
    expect(messages.map(({ level, text }) => [level, text])).toEqual([
      ['debug', 'to the log'],
      ['info', logged],
      ['info', printed],
      ['warn', warned],
    ]);
    expect(project.warnings).toEqual([{ name: 'JinjaLogWarning', text: warned }]);
    await project.close();
  });

  test('gives the invocation its id once', async () => {
    const dir = await folderOnFile({ 'models/a.sql': "select '{{ invocation_id }}' as id" });
    const project = await openProject(dir, { invocationId: 'one' });
    expect(await project.compile('a')).toBe("select 'one' as id");
    expect(await project.compile('a')).not.toBe("select 'one' as id");
    await project.close();
  });

  test('tells what dbt_project.yml and profiles.yml say', async () => {
    const dir = await folderOnFile({
      'dbt_project.yml': 'name: shop\nprofile: shop\nversion: "{{ print(\'project\') }}1"\n',
    });
    const texts: string[] = [];
    const onMessage = ({ text }: Message) => texts.push(text);
    const project = await openProject(dir, { onMessage }).catch((error) => {
      if (!isRunnerError(error)) throw error;
    });
    expect(texts).toContain('project');
    await project?.close();
  });
});
