import { describe, expect, it } from 'vitest';
import {
  dbtGlobals,
  Environment,
  hostFunction,
  JinjaError,
  toValue,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';

const strict = new Environment({ globals: dbtGlobals });
const absorbing = new Environment({ undefined: 'absorbing', globals: dbtGlobals });

async function failure(source: string, context = {}): Promise<JinjaError> {
  const error = await strict
    .parse(source, 'models/a.sql')
    .render(context)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (error instanceof JinjaError) return error;
  throw new Error(`expected a JinjaError, got ${error}`);
}

describe('errors', () => {
  it('carry file, line and column', async () => {
    const error = await failure('select\n  {{ nope.x }}');
    expect(error).toMatchObject({
      kind: 'UndefinedError',
      message: "'nope' is undefined",
      file: 'models/a.sql',
      line: 2,
      column: 11,
    });
  });

  it('tell syntax errors when parsing, at the tag that was left open', () => {
    expect(() => strict.parse('\n{% if x %}\n{{ 1 }}', 'models/a.sql')).toThrow(
      expect.objectContaining({ kind: 'TemplateSyntaxError', line: 2, column: 4 }),
    );
  });

  it('list the macro calls that led there, innermost first', async () => {
    const macros = strict
      .parse(
        '{% macro inner(x) %}\n{{ x.y.z }}{% endmacro %}{% macro outer() %}{{ inner({}) }}{% endmacro %}',
        'macros/m.sql',
      )
      .bindMacros({});
    const error = await failure('\n {{ outer() }}', Object.fromEntries(macros));
    expect(error).toMatchObject({ file: 'macros/m.sql', line: 2 });
    expect(error.frames).toEqual([
      { macro: 'inner', file: 'macros/m.sql', line: 2, column: 48 },
      { macro: 'outer', file: 'models/a.sql', line: 2, column: 5 },
    ]);
    expect(error.located).toBe(
      "'dict object' has no attribute 'y' (macros/m.sql:2:8)\n  called by macro inner (macros/m.sql:2:48)\n  called by macro outer (models/a.sql:2:5)",
    );
  });

  it('wrap what a host function throws, now or later', async () => {
    const cause = new Error('no such relation');
    const now = hostFunction('now', () => {
      throw cause;
    });
    const later = hostFunction('later', () => Promise.reject(cause));
    for (const context of [{ f: now }, { f: later }]) {
      const error = await failure('{% set x = 1 + f() %}', context);
      expect(error).toMatchObject({
        kind: 'HostError',
        message: 'no such relation',
        line: 1,
        column: 16,
      });
      expect(error.cause).toBe(cause);
    }
  });

  it('refuse return() outside of a macro', async () => {
    expect((await failure('{{ return(1) }}')).message).toBe(
      'return() was called outside of a macro',
    );
  });
});

describe('undefined', () => {
  it('absorbs every use while parsing', async () => {
    const source =
      '{{ a.b.c }}{{ a[1](2).d(x=3) }}{% for x in a.b %}x{% endfor %}{{ a + 1 }}{{ 1 - a }}{{ -a }}{{ a < 1 }}{{ a[1:] }}{{ a ~ "z" }}{{ [a, 1] | sort | length }}{{ a | int }}{{ none.columns[0].values() | list }}';
    expect(await absorbing.parse(source, 'a').render({})).toBe('Falsez2[]');
  });

  it.each([
    'a.b',
    'a[0]',
    'a()',
    'a + 1',
    '1 * a',
    '-a',
    'a < 1',
    '1 > a',
    'a[1:]',
    'a | int',
    'a | abs',
  ])('is an error at run when used as in %s', async (expression) => {
    expect((await failure(`{{ ${expression} }}`)).kind).toBe('UndefinedError');
  });
});

describe('parse', () => {
  it('shares the tree of equal text between templates, not their names', async () => {
    const one = strict.parse('{{ x.y }}', 'one');
    const two = absorbing.parse('{{ x.y }}', 'two');
    expect(two.ast).toBe(one.ast);
    await expect(one.render({})).rejects.toMatchObject({ file: 'one' });
  });

  it('lets a context hide globals and globals hide built-ins', async () => {
    const environment = new Environment({ globals: { range: 'global', x: 'global' } });
    expect(await environment.parse('{{ range }} {{ x }}', 'a').render({ x: 'own' })).toBe(
      'global own',
    );
  });

  it('asks a lookup for each name when it is met', async () => {
    const asked: string[] = [];
    const lookup = (name: string) => {
      asked.push(name);
      return name === 'a' ? toValue({ b: 1 }) : undefined;
    };
    expect(
      await strict.parse('{{ a.b }}{% if false %}{{ c }}{% endif %}', 'a').render({ lookup }),
    ).toBe('1');
    expect(asked).toEqual(['a']);
  });
});
