import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  dbtGlobals,
  Environment,
  JinjaError,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';
import { project, Raised } from './support/project.ts';

interface Case {
  readonly group: string;
  readonly name: string;
  readonly macros: string;
  readonly template: string;
  readonly expect: { readonly out: string } | { readonly err: string };
}

const file = new URL('../../../../shared/golden/jinja/cases.json', import.meta.url);
const present = existsSync(file);
const cases: Case[] = present ? JSON.parse(readFileSync(file, 'utf8')) : [];
if (!present) console.warn('SKIPPED: ../shared/golden/jinja/cases.json is absent');

/** What Python Jinja2 with dbt's wrappers printed for 135 templates. */
describe.skipIf(!present)('golden templates', () => {
  const passed = new Map<string, number>();

  for (const example of cases) {
    it(`${example.group}: ${example.name}`, async () => {
      const expected = 'err' in example.expect ? example.expect.err : example.expect.out;
      expect(await outcome(example)).toBe(expected);
      passed.set(example.group, (passed.get(example.group) ?? 0) + 1);
    });
  }

  it('passes every group in full', () => {
    const sizes = new Map<string, number>();
    for (const { group } of cases) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    const counts = Array.from(
      sizes,
      ([group, size]) => `${group} ${passed.get(group) ?? 0}/${size}`,
    );
    console.info(`golden templates: ${counts.join(', ')}`);
    expect(passed).toEqual(sizes);
  });
});

async function outcome(example: Case): Promise<string> {
  const environment = new Environment({ globals: dbtGlobals });
  try {
    const context = project(environment, example.macros);
    return await environment.parse(example.template, 'template.sql').render(context);
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    if (error.cause instanceof Raised) return `Raise: ${error.cause.message}`;
    const place = error.kind === 'TemplateSyntaxError' ? ` line ${error.line}` : '';
    return `${error.kind}: ${error.message}${place}`;
  }
}
