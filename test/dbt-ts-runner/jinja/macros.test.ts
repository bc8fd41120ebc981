import { describe, expect, it } from 'vitest';
import {
  dbtGlobals,
  Environment,
  hostFunction,
  type Macro,
  PyList,
  repr,
  str,
  type Value,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';

const environment = new Environment({ globals: dbtGlobals });

function bind(source: string, extra: Record<string, Value> = {}): Map<string, Macro> {
  const names: Record<string, Value> = { ...extra };
  const macros = new Map(environment.parse(source, 'm.sql').bindMacros(() => names));
  for (const [name, macro] of macros) names[name] = macro;
  return macros;
}

async function call(macro: Macro | undefined, ...args: Value[]): Promise<Value> {
  if (macro === undefined) throw new Error('no such macro');
  return macro.invoke({ args, kwargs: new Map(), position: { line: 1, column: 1 }, file: 'test' });
}

describe('bound macros', () => {
  it('find names that are given only after binding', async () => {
    const names: Record<string, Value> = {};
    const macros = environment
      .parse('{% macro m() %}{{ later() }}{% endmacro %}', 'm')
      .bindMacros(() => names);
    names.later = hostFunction('later', () => 'now here');
    expect(await call(macros.get('m'))).toBe('now here');
  });

  it('see one another even where the context does not name them', async () => {
    const macros = environment
      .parse('{% macro a() %}<{{ b() }}>{% endmacro %}{% macro b() %}b{% endmacro %}', 'm')
      .bindMacros({});
    expect(await call(macros.get('a'))).toBe('<b>');
  });

  it('give what return() was given, from however deep', async () => {
    const macros = bind(
      '{% macro find(l) %}{% for x in l %}{% if x > 1 %}{{ return([x, none]) }}{% endif %}{% endfor %}no{% endmacro %}',
    );
    expect(repr(await call(macros.get('find'), new PyList([1, 2, 3])))).toBe('[2, None]');
    expect(await call(macros.get('find'), new PyList([1]))).toBe('no');
  });

  it('end the macro that called the body of a call block which returns, as in dbt', async () => {
    const macros = bind(
      '{% macro outer() %}{% call inner() %}{{ return(7) }}{% endcall %}after{% endmacro %}{% macro inner() %}[{{ caller() }}]{% endmacro %}',
    );
    expect(await call(macros.get('outer'))).toBe('7after');
  });

  it('run materializations and tests under their dbt names', async () => {
    const macros = bind(
      "{% materialization t, default %}{{ return({'relations': [1]}) }}{% endmaterialization %}{% test ok(model) %}select {{ model }}{% endtest %}",
    );
    expect(repr(await call(macros.get('materialization_t_default')))).toBe("{'relations': [1]}");
    expect(await call(macros.get('test_ok'), 'm')).toBe('select m');
  });
});

describe('waiting host functions', () => {
  const log: string[] = [];
  const wait = hostFunction('wait', async ({ args }) => {
    const name = str(args[0] ?? null);
    log.push(`start ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.push(`end ${name}`);
    return name;
  });

  it('are awaited in order wherever they stand', async () => {
    log.length = 0;
    const source = `{% macro m(x=wait('default')) %}{{ x }}{{ wait('body') }}{% endmacro %}
{%- set a = [wait(1), wait(2)] %}{{ a }}
{%- for x in [wait('i')] if wait('f') %}{{ x }}{% if loop.last and wait('if') == 'if' %}!{% break %}{% endif %}{% endfor %}
{%- set block %}{{ wait('set') | upper }}{% endset %}{{ block }}
{%- with w = wait('with') %}{{ w }}{% endwith %}{{ m() }}{{ wait('a') if wait('c') else 1 }}{{ {wait('k'): wait('v')} }}
{%- filter upper %}{{ wait('filter') }}{% endfilter %}{{ 'x' ~ wait('~') }}{{ ['q'] | map('replace', 'q', wait('r')) | first }}`;
    const text = await environment.parse(source, 'a').render({ wait });
    expect(text).toBe("['1', '2']i!SETwithdefaultbodya{'k': 'v'}FILTERx~r");
    expect(log.every((entry, index) => entry.startsWith(index % 2 === 0 ? 'start' : 'end'))).toBe(
      true,
    );
  });

  it('do not mix the names of templates that render at once', async () => {
    const template = environment.parse(
      '{% set x = wait(name) %}{% for i in range(3) %}{{ wait(x) }}{{ i }} {% endfor %}',
      'a',
    );
    const texts = await Promise.all(['p', 'q', 'r'].map((name) => template.render({ wait, name })));
    expect(texts).toEqual(['p0 p1 p2 ', 'q0 q1 q2 ', 'r0 r1 r2 ']);
  });

  it('let a deep recursion through', async () => {
    const source =
      '{% macro down(n) %}{{ n if n == 0 else down(n - 1) }}{% endmacro %}{{ down(150) }}';
    expect(await environment.parse(source, 'a').render({})).toBe('0');
  });
});
