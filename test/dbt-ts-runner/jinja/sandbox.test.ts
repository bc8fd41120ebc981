import { describe, expect, it } from 'vitest';
import {
  dbtGlobals,
  Environment,
  hostFunction,
  hostObject,
  JinjaError,
  PyDict,
  pythonModules,
  toJs,
  toValue,
  type Value,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';
import { ref } from './support/relations.ts';

class Secret {
  readonly password = 'swordfish';
  reveal(): string {
    return this.password;
  }
}

const secret = new Secret();
const context: Record<string, Value> = {
  ref,
  relation: hostObject({ type: 'Relation', native: secret, attributes: { name: 'orders' } }),
  bare: hostObject({ type: 'Bare' }),
  echo: hostFunction('echo', ({ args }) => args[0] ?? null),
  data: toValue({ a: 1, list: [1], text: 'x' }),
  modules: pythonModules(),
};

/** Values a template can hold, one of each kind. */
const subjects = [
  "'text'",
  '1',
  '1.5',
  'true',
  'none',
  '[1]',
  '(1,)',
  '{"a": 1}',
  'set([1])',
  'range(3)',
  'data',
  'data.keys()',
  'data.items',
  "'x'.upper",
  '[1] | map("string")',
  'namespace(a=1)',
  'ref',
  "ref('m')",
  'relation',
  'bare',
  'echo',
  'loop_macro',
  'modules',
  'modules.re',
  "modules.re.match('a', 'a')",
  'modules.datetime.datetime',
  "'x'.encode()",
  'cycler(1, 2)',
  'joiner()',
  'nosuchname',
];

/** Names by which JavaScript or Python objects lead out of a sandbox. */
const doors = [
  'constructor',
  'prototype',
  '__proto__',
  '__defineGetter__',
  '__lookupGetter__',
  'hasOwnProperty',
  'isPrototypeOf',
  'valueOf',
  'toString',
  'toLocaleString',
  'call',
  'apply',
  'bind',
  'caller',
  'callee',
  'native',
  'spec',
  'invoke',
  'unhashable',
  'type',
  'key',
  'then',
  'password',
  'reveal',
  'mode',
  'hint',
  '__class__',
  '__globals__',
  '__init__',
  '__subclasses__',
  '__mro__',
  '__code__',
];

const globals = [
  'process',
  'require',
  'module',
  'exports',
  'import',
  'globalThis',
  'global',
  'console',
  'Function',
  'eval',
  'Buffer',
  'fetch',
  'self',
  'window',
  'this',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '__builtins__',
  'open',
  'exec',
  '__import__',
];

async function render(template: string): Promise<string> {
  const environment = new Environment({ globals: dbtGlobals });
  return environment.parse(template, 'attack.sql').render(context);
}

describe('templates stay in the sandbox', () => {
  const setup = '{% macro loop_macro() %}{% endmacro %}';

  it.each(subjects)('no attribute of %s leads to JavaScript', async (subject) => {
    for (const door of doors) {
      const reached = `{{ (${subject}).${door} is defined }} {{ (${subject})['${door}'] is defined }}`;
      const answer = await render(setup + reached).catch((error: JinjaError) => error.kind);
      const expected = subject === 'nosuchname' ? 'UndefinedError' : 'False False';
      expect(`${door}: ${answer}`).toBe(`${door}: ${expected}`);
    }
  });

  it.each(subjects)('the filters attr and map reach nothing of %s either', async (subject) => {
    for (const door of doors) {
      const reached = `{{ (${subject}) | attr('${door}') is defined }} {{ [${subject}] | map(attribute='${door}') | select('defined') | list }}`;
      const answer = await render(setup + reached).catch((error: JinjaError) => error.kind);
      const expected = subject === 'nosuchname' ? 'UndefinedError' : 'False []';
      expect(`${door}: ${answer}`).toBe(`${door}: ${expected}`);
    }
  });

  it.each(globals)('the name %s means nothing', async (name) => {
    expect(await render(`{{ ${name} is defined }}`)).toBe('False');
  });

  it('refuses the way out that other engines leave open', async () => {
    const attacks = [
      "{{ ref.constructor('return process.version')() }}",
      "{{ [].constructor.constructor('return process')() }}",
      "{{ 'x'.constructor.fromCharCode(65) }}",
      "{{ data.__proto__.polluted('x') }}",
      "{{ '{0.constructor}'.format('x') }}",
      "{{ '{0.native}'.format(relation) }}",
      "{{ '{0.__class__.__mro__}'.format('x') }}",
      "{{ (ref | attr('constructor'))('return 1') }}",
      "{{ ['x'] | map('constructor') | list }}",
      "{{ ['x'] | map(attribute='constructor.name') | map('length') | sum + (['x'] | map(attribute='constructor.a.b') | first) }}",
      "{{ 'x' is constructor }}",
      "{{ 'x' | __proto__ }}",
      "{% include '/etc/passwd' %}",
      "{% import 'fs' as fs %}",
      "{% from 'fs' import readFileSync %}",
      "{% extends '/etc/passwd' %}",
      "{{ modules.os.environ['HOME'] }}",
      '{{ modules.sys.modules() }}',
    ];
    for (const attack of attacks) {
      await expect(render(attack), attack).rejects.toBeInstanceOf(JinjaError);
    }
  });

  it('keeps hostile keys as data', async () => {
    const keys = "{% set d = {} %}{% do d.update({'__proto__': 1, 'constructor': 2}) %}";
    expect(await render(`${keys}{{ d }} {{ d.constructor }} {{ {}.constructor is defined }}`)).toBe(
      "{'__proto__': 1, 'constructor': 2} 2 False",
    );
    const plain = toJs(new PyDict([['__proto__', toValue({ polluted: true })]]));
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(
      await render("{% set ns = namespace() %}{% set ns.__proto__ = 'x' %}{{ ns.__proto__ }}"),
    ).toBe('x');
    expect(await render("{{ '{__proto__}'.format(**{'__proto__': 'kept'}) }}")).toBe('kept');
  });

  it('prints no TypeScript source or internals', async () => {
    const printed = await render(
      '{{ ref }} {{ bare }} {{ [relation, echo] }} {{ modules.re.match }}',
    );
    expect(printed).toBe('<function ref> <Bare> [<Relation>, <function echo>] <function match>');
  });

  it.each([
    "{{ 'a' * 100000000 }}",
    '{{ [0] * 100000000 }}',
    '{{ 2 ** 10000000 }}',
    '{{ range(10000000) }}',
    "{{ '%0999999999d' % 1 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ 'x'.ljust(999999999) }}",
    "{{ 'x' | center(999999999) }}",
    '{{ modules.itertools.product([1, 2], repeat=40) | list }}',
    '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  ])('refuses to eat the machine: %s', async (template) => {
    const error = await render(template).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(JinjaError);
    expect(['OverflowError', 'RecursionError']).toContain((error as JinjaError).kind);
  });
});
