import { describe, expect, it } from 'vitest';
import { Environment, repr, toValue } from '../../../packages/dbt-ts-runner/jinja/index.ts';

const environment = new Environment();
const render = async (source: string) =>
  repr(
    await environment
      .parse(source, 'schema.yml')
      .renderNative({ list: toValue([1, 'a']), yes: 'true' }),
  );

describe('renderNative', () => {
  it.each([
    ['{{ list }}', "[1, 'a']"],
    ['{{ 1 + 1 }}', '2'],
    ['{{ none }}', 'None'],
    ['{{ 1.0 }}', '1.0'],
    ['{{ yes }}', "'true'"],
    ['{{ yes | as_bool }}', 'True'],
    ["{{ '3' | as_number }}", '3'],
    ["{{ '-2.5' | as_number }}", '-2.5'],
    ["{{ '[1, true, none]' | as_native }}", '[1, True, None]'],
    ['{{ 5 | as_text }}', "'5'"],
    ['plain', "'plain'"],
    ['a {{ 1 }}', "'a 1'"],
    ['{{ 1 }}{{ 2 }}', "'12'"],
    ['', "''"],
  ])('%s is %s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it('refuses text that is not what it was marked as', async () => {
    await expect(render("{{ 'maybe' | as_bool }}")).rejects.toThrow(
      "'maybe' was marked as_bool but is not a bool",
    );
    await expect(render("{{ 'x' | as_number }}")).rejects.toThrow("'x' was marked as_number");
    await expect(render("{{ 'f()' | as_native }}")).rejects.toThrow("'f()' was marked as_native");
  });

  it('leaves marked text alone in SQL', async () => {
    expect(await environment.parse("{{ 'true' | as_bool }}", 'a').render({})).toBe('true');
  });
});
