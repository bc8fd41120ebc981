import { describe, expect, it } from 'vitest';
import {
  dbtGlobals,
  Environment,
  JinjaError,
  toValue,
} from '../../../packages/dbt-ts-runner/jinja/index.ts';
import { generatedTemplates } from './support/generated.ts';
import { hasPython, names, renderWithPython } from './support/python.ts';

const present = hasPython();
if (!present) console.warn('SKIPPED: python3 with jinja2 is absent, nothing to compare with');

/** Each line is one template; both engines must print the same or fail with the same words. */
const templates: Readonly<Record<string, readonly string[]>> = {
  loops: [
    '{% for x in [1] %}{% continue %}{% else %}none{% endfor %}',
    '{% for x in [1, 2] %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% else %}none{% endfor %}',
    '{% for x in [1, 2] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% else %}none{% endfor %}',
    '{{ missing | indent }}',
    '{{ 5 | indent }}',
  ],
  numbers: [
    '{{ 7 // -2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ -7.5 // 2 }} {{ -7.5 % 2 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }}',
    '{{ 2 ** 64 }} {{ 9007199254740993 + 1 }} {{ 9007199254740992 * 3 }} {{ 2 ** 100 // 7 }}',
    '{{ 0.1 + 0.2 }} {{ 1e16 }} {{ 1e15 }} {{ 1.5e-5 }} {{ 0.0001 }} {{ 123456789.123 }} {{ 1e22 }} {{ -0.0 }}',
    '{{ 1_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_0.5 }}',
    '{{ true + 1 }} {{ true * 3 }} {{ 5 / 2 }} {{ 6 / 2 }} {{ -2 ** 2 }} {{ 2 ** 3 ** 2 }}',
    '{{ 1e10 ** 7 }} {{ 10 ** -3 }} {{ 1.5 ** 3 }} {{ (-1) ** 1234567 }} {{ 0.0 % -3 }}',
    '{{ 1 / 0 }}',
    '{{ 1 // 0 }}',
    '{{ 1.0 % 0 }}',
    '{{ 1 % 0 }}',
    '{{ 1.0 // 0 }}',
    '{{ 1.0 / 0 }}',
    "{{ 'a' - 1 }}",
    '{{ [1] * "a" }}',
    '{{ 1 + [] }}',
    "{{ 1 + 'a' }}",
    "{{ 'a' + 1 }}",
    '{{ [1] + (2,) }}',
    '{{ none + 1 }}',
    "{{ -'a' }}",
    '{{ 1 < 2.5 }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 1 is sameas 1 }} {{ 3 > 2 > 1 }} {{ 1 < 3 > 2 }}',
    "{{ 1 < 'a' }}",
    "{{ 'b' > 'a' }} {{ [1, 2] < [1, 3] }} {{ (1, 2) < (1, 2, 0) }} {{ none == false }}",
    '{{ 2.5 | round }} {{ 3.5 | round }} {{ 0.125 | round(2) }} {{ 2.675 | round(2) }} {{ 7 | round }} {{ 1.25 | round(1, "ceil") }} {{ 1.25 | round(1, "floor") }} {{ 1234 | round(-2) }}',
    "{{ '12' | int }} {{ '1.9' | int }} {{ 'x' | int(7) }} {{ none | int }} {{ '0x1f' | int(base=16) }} {{ '1_000' | int }} {{ '-5' | int }} {{ '1e3' | int }} {{ ' 4 ' | int }} {{ true | int }}",
    "{{ '1.5' | float }} {{ 'x' | float }} {{ 3 | float }} {{ 'inf' | float }} {{ '1e3' | float }} {{ none | float(2.5) }}",
    '{{ -3.5 | abs }} {{ [1.5, 2] | sum }} {{ [] | sum }} {{ [1, 2.0] | max }} {{ [[1], [2]] | sum(start=[]) }}',
  ],
  text: [
    "{{ s.upper() }} {{ s.swapcase() }} {{ s.find('e') }} {{ s.find('zz') }} {{ s.rfind('e') }} {{ s.count('e') }} {{ s.index('T') }}",
    "{{ 'a-b c_d'.title() }} {{ \"they're bill's\".title() }} {{ 'hELLO wORLD'.capitalize() }} {{ 'x1y'.title() }}",
    "{{ 'a b  c '.split() }} {{ 'a b  c '.split(' ') }} {{ ' a b c'.split(none, 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b c '.rsplit(none, 1) }} {{ ''.split() }} {{ ''.split(',') }}",
    "{{ 'abc'.replace('', '-') }} {{ 'aaa'.replace('a', 'b', 2) }} {{ 'abc'.replace('', '-', 2) }} {{ 'a.b'.replace('.', '$&') }}",
    "{{ 'abc'.center(8, '*') }} {{ 'abcd'.center(7) }}| {{ 'abc'.rjust(5, '0') }} {{ '-42'.zfill(6) }} {{ 'a\\tb'.expandtabs(4) }}",
    "{{ 'xyxabcxyx'.strip('xy') }} {{ 'xxa'.lstrip('x') }} {{ 'axx'.rstrip('x') }} {{ 'test_a'.removeprefix('test_') }} {{ 'a.sql'.removesuffix('.sql') }}",
    "{{ 'a=b=c'.partition('=') }} {{ 'a=b=c'.rpartition('=') }} {{ 'abc'.partition('x') }} {{ 'abc'.rpartition('x') }}",
    "{{ 'a\\nb\\r\\nc'.splitlines() }} {{ 'a\\nb\\n'.splitlines(true) }} {{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.startswith('b', 1) }} {{ 'abc'.endswith('b', 0, 2) }}",
    "{{ '12'.isdigit() }} {{ ''.isdigit() }} {{ 'ab1'.isalnum() }} {{ 'AB'.isupper() }} {{ '1'.isupper() }} {{ ' '.isspace() }} {{ 'Ab Cd'.istitle() }} {{ 'a_1'.isidentifier() }}",
    "{{ 'it\\'s' ~ [\"it's\", 'say \"x\"', 'both \\' and \"', 'a\\nb\\\\c'] }}",
    "{{ ['é', '\\x07', '\\u200b', '日本'] }} {{ 'héllo'.upper() }} {{ 'ß'.upper() }} {{ '日本語' | length }} {{ '😀a'[1] }} {{ '😀a' | length }}",
    "{{ 'abc'[5] }}|{{ 'abc'[-1] }} {{ 'abc'[::-2] }} {{ 'abcdef'[-4:-1] }} {{ 'abc'[10:] }}| {{ [1,2,3][5:1] }} {{ (1,2,3)[1:] }}",
    "{{ '%s is %d years, %5.2f|%-5s|%05d|%+d|%x|%X|%o|%e|%g|%%|%r|%c' % ('Ann', 31, 3.14159, 'ab', 42, 7, 255, 255, 8, 12345.678, 0.0001, 'q', 'z') }}",
    "{{ '%(a)s-%(b)s' % {'a': 1, 'b': 'x'} }} {{ '%s' % [1, 2] }} {{ '%s %s' % (1,) }}",
    "{{ '%d' % 'x' }}",
    "{{ '%s' % (1, 2) }}",
    "{{ '%.3s|%5s|%-5s|' % ('abcdef', 'ab', 'ab') }} {{ '%*d' % (5, 42) }} {{ '%.0f %.0f %.1f' % (0.5, 1.5, 0.25) }}",
    "{{ '{:>8}|{:<8}|{:^8}|{:*^9}|{:08.3f}|{:+d}|{:,}|{:_}|{:x}|{:#x}|{:b}|{:%}|{:.2%}|{:e}|{:g}'.format('ab', 'cd', 'ef', 'gh', 3.14159, 5, 1234567, 1234567, 255, 255, 5, 0.5, 0.256, 1234.5, 1e10) }}",
    "{{ '{0} {1} {0} {x} {{}}'.format('a', 'b', x=3) }} {{ '{!r:>6}'.format('ab') }} {{ '{:>{w}}'.format('a', w=4) }} {{ '{0[k]} {1[0]}'.format({'k': 'v'}, [9]) }}",
    "{{ '{:.3}'.format('abcdef') }} {{ '{:.3}'.format(3.14159) }} {{ '{:5}|{:<5}|{:^5}'.format(42, 42, 42) }} {{ '{:,.2f}'.format(1234567.891) }} {{ '{}'.format(1.0) }} {{ '{:d}'.format(true) }} {{ '{}'.format(none) }}",
    "{{ '{x}'.format(y=1) }}",
    "{{ '{:>08}|{:012,}|{:^012g}|{:<+5d}|{: d}'.format(-42, 1234567, -42, 7, 7) }} {{ '%E %+.1e' % (-0.0, 12345) }} {{ \"it's\".encode() }}",
    "{{ 'abc'.startswith('', 10) }} {{ 'none' % [1] }} {{ true * 'ab' }} {{ range(4).count(1) }} {{ range(2, 9, 3).stop }}",
    "{{ 'a' 'b' \"c\" }} {{ 'a' ~ none ~ [1] ~ 1.50 }} {{ 'ab' * 0 }}| {{ 2 * 'ab' }} {{ 'a\\x41\\u0042\\101\\d' }}",
    "{{ ', '.join(['a', 1]) }}",
    "{{ 'ab'.encode('utf-8') }} {{ 'a'.join('xyz') }} {{ 'abc' in 'xabcx' }} {{ 1 in 'a' }}",
  ],
  containers: [
    "{{ d }} {{ d.items() }} {{ d.keys() }} {{ d.values() | list }} {{ d.get('zz') }} {{ d.get('zz', 5) }} {{ d.a }} {{ d['a'] }} {{ d.zz }}| {{ 'a' in d }}",
    "{% set x = {} %}{% do x.update({1: 'a', 1.0: 'b', true: 'c', '1': 'd', (1, 2): 'e', none: 'f'}) %}{{ x }} {{ x[1] }} {{ x[(1, 2)] }} {{ x[none] }}",
    '{{ {[1]: 2} }}',
    "{% set x = [3, 1, 2] %}{% do x.sort() %}{{ x }}{% do x.reverse() %}{{ x }}{{ x.pop(0) }}{{ x }}{{ x.index(1) }}{{ x.count(9) }}{% do x.insert(-1, 'q') %}{{ x }}{% do x.clear() %}{{ x }}",
    '{{ [].pop() }}',
    '{{ [1].pop(5) }}',
    '{{ [1].index(5) }}',
    '{{ [1].remove(5) }}',
    "{{ {}.pop('k') }}",
    "{% set x = {'b': 1, 'a': 2} %}{{ x.setdefault('c', []) }}{{ x.popitem() }}{{ x.pop('zz', 'no') }}{{ x }}{{ x.copy() == x }}",
    '{{ (1, 2, 1).count(1) }} {{ (1, 2).index(2) }} {{ (1,) + (2,) }} {{ () }} {{ (1,) * 2 }} {{ [0] * 3 }}',
    '{{ set([1, 2, 2]) }} {{ set([1]).union([2]) }} {{ set([1, 2]) - set([1]) }} {{ set([1, 2]) == set([2, 1]) }} {{ 1 in set([1]) }} {{ set([1]).issubset([1, 2]) }}',
    '{% set x = [1] %}{% do x.append(x) %}{{ x }} {{ [1, [2, (3, {4: none})]] }} {{ range(5) }} {{ range(5)[1] }} {{ range(5)[-1] }} {{ 3 in range(5) }} {{ range(0, 10, 3) | list }} {{ range(5, 0, -2) | list }}',
    '{{ [1, 2] == [1, 2.0] }} {{ {1: 2} == {1: 2} }} {{ [1] == (1,) }} {{ [1, 2][0] }} {{ [1, 2].0 }} {{ d.b.1 }} {{ d.b[5] }}| {{ [[1, 2], [3]] | length }}',
    "{{ dict([('a', 1), ['b', 2]]) }} {{ dict(d, c=3) }} {{ dict(a=1).items() | list }} {{ namespace(a=1).a }}",
    '{{ 5[0] is defined }} {{ none[0] is defined }} {{ none.x is defined }} {{ true and [] }} {{ 0 or none }} {{ not [] }}',
    '{{ range(200000) }}',
    '{{ range(1, 2, 0) }}',
    '{% set a, (b, c) = 1, (2, 3) %}{{ a }}{{ b }}{{ c }}{% set x = 1, 2 %}{{ x }}',
    '{% set a, b = 1, 2, 3 %}',
    '{% set a, b = [1] %}',
    '{% for a in 5 %}{% endfor %}',
    '{{ 5() }}',
    '{{ d.nope() }}',
    '{{ nope.x }}',
    '{{ nope + 1 }}',
    "{{ nope }}|{{ nope | default('x') }}|{{ nope is defined }}|{{ nope or 'y' }}|{% for x in nope %}{% else %}none{% endfor %}|{{ nope ~ 'z' }}|{{ nope == nope2 }}|{{ [nope] }}",
  ],
  filters: [
    "{{ l | sort }} {{ l | sort(reverse=true) }} {{ ['b', 'A', 'c'] | sort }} {{ people | sort(attribute='age,name') | map(attribute='name') | list }} {{ people | sort(attribute='name', case_sensitive=true) | map(attribute='name') | list }}",
    "{{ people | map(attribute='town.name') | join('; ') }} {{ people | join(',', 'name') }} {{ people | sum('age') }} {{ people | map(attribute='zz', default='-') | list }} {{ people | max(attribute='age') }}",
    "{{ people | groupby('age') | map('first') | list }} {% for g in people | groupby('town.name') %}{{ g.grouper }}:{{ g.list | map(attribute='name') | join('+') }} {% endfor %} {% for k, v in people | groupby('zz', default='none') %}{{ k }}{{ v | length }}{% endfor %}",
    "{{ people | selectattr('age', 'gt', 10) | map(attribute='name') | list }} {{ people | rejectattr('age', 'equalto', 31) | map(attribute='name') | list }} {{ people | selectattr('zz', 'undefined') | list | length }} {{ people | selectattr('age') | list | length }}",
    "{{ [1, 2, 3, 4] | select('even') | list }} {{ [0, 1, '', 'a'] | select | list }} {{ range(6) | reject('divisibleby', 3) | list }} {{ ['a', 'b'] | select('in', ['a']) | list }} {{ ['a', 1] | select('string') | list }} {{ l | select('>', 1) | list }}",
    "{{ none | map('upper') | list }} {{ ['a', 'b'] | map('upper') | join }} {{ ['1', '2'] | map('int') | sum }} {{ [1.25, 2.5] | map('round', 1) | list }} {{ ['a-b'] | map('replace', '-', '_') | first }}",
    "{{ [1, 2, 3, 4, 5] | batch(2, 'x') | list }} {{ [1, 2, 3, 4, 5] | slice(3) | list }} {{ [1, 2, 3, 4, 5] | slice(3, 'x') | list }} {{ [1, 2, 3] | batch(3) | list }}",
    "{{ ['b', 'B', 'a'] | unique | list }} {{ ['b', 'B'] | unique(true) | list }} {{ people | unique(attribute='age') | map(attribute='name') | list }} {{ [] | min }}| {{ ['b', 'A'] | min }} {{ ['b', 'A'] | max(case_sensitive=true) }}",
    "{{ d | dictsort }} {{ {'b': 1, 'A': 2} | dictsort }} {{ {'b': 1, 'A': 2} | dictsort(true) }} {{ {'b': 1, 'a': 2} | dictsort(by='value', reverse=true) }} {{ d | items | list }} {{ d | length }} {{ d | list }} {{ d | first }}",
    "{{ 'hello world' | title }} {{ 'foo-bar (baz)' | title }} {{ 'a\nb\n\nc' | indent }}|{{ 'a\nb\n\nc' | indent(2, true, true) }}|{{ 'a\nb' | indent('> ') }}",
    "{{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(9, true) }} {{ 'foo bar baz qux' | truncate(11) }} {{ 'foo bar baz qux' | truncate(9, false, '…', 0) }} {{ 'foo' | center(9) }}|",
    "{{ '<a href=\"x\">T&C</a>' | escape }} {{ '<p>a <b>b</b></p>' | striptags }} {{ 'a b&c/d' | urlencode }} {{ {'a': 1, 'b c': 'd&e'} | urlencode }} {{ 'one two, three' | wordcount }}",
    "{{ {'b': [1, none, 1.5, true], 'a': 'x<\\'é'} | tojson }} {{ [1, {'a': 2}] | tojson(indent=2) }} {{ [] | tojson }} {{ {} | tojson(2) }}",
    "{{ '' | default('x') }}|{{ '' | default('x', true) }}|{{ none | default('x') }}|{{ nope | d }}|{{ nope.x | default(1) }}",
    "{{ nope | length }} {{ nope | upper }}| {{ nope | join }}| {{ 5 | string + 'a' }} {{ 'abc' | reverse }} {{ [1, 2] | reverse | list }} {{ 'abc' | first }}{{ 'abc' | last }}{{ [] | first }}| {{ 'ab' | list }} {{ '%s-%s' | format(1, 'b') }} {{ '%(x)s' | format(x=2) }}",
    '{{ 5 | length }}',
    '{{ 5 | list }}',
    "{{ 'a' | nosuchfilter }}",
    "{{ 'x' is nosuchtest }}",
    "{{ l | attr('append') is callable }} {{ d | attr('a') }}| {{ 'abc' | attr('upper') is defined }} {{ ' x ' | trim }}| {{ 'xax' | trim('x') }} {{ 'AbC' | lower }}{{ 'abc' | upper }}{{ 'aBC' | capitalize }} {{ 42 | upper }} {{ 'a.b.c' | replace('.', '', 1) }}",
  ],
  tests: [
    '{{ 1 is number }}{{ true is number }}{{ true is integer }}{{ 1.0 is integer }}{{ 1 is float }}{{ "1" is number }}{{ none is none }}{{ true is true }}{{ 1 is true }}{{ false is false }}{{ true is boolean }}',
    "{{ 'a' is string }}{{ 'a' is sequence }}{{ d is sequence }}{{ d is mapping }}{{ [] is mapping }}{{ 'a' is iterable }}{{ 5 is iterable }}{{ range is callable }}{{ 'a'.upper is callable }}{{ (1,) is sequence }}{{ range(3) is sequence }}{{ range(3) is iterable }}",
    "{{ 3 is odd }}{{ 3 is even }}{{ 9 is divisibleby 3 }}{{ 9 is divisibleby(2) }}{{ 'a' is lower }}{{ 'A' is upper }}{{ '1' is lower }}{{ 2 is in [1, 2] }}{{ 2 is not in [1] }}{{ 1 is lt 2 }}{{ 1 is ge(2) }}{{ 'upper' is filter }}{{ 'x' is filter }}{{ 'odd' is test }}",
    "{{ 'x' if nope is defined and nope.y else 'z' }} {{ not 1 is even }} {{ 1 is odd and 2 is even }} {{ 'a' is eq 'a' }} {{ [1] is eq [1] }} {{ 4 is divisibleby 2 ~ 'x' }}",
  ],
  statements: [
    '{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{{ loop.last }}{% endfor %}',
    '{% for i in [1, 2, 3] if i != 2 %}{{ loop.index }}/{{ loop.length }}{{ loop.revindex0 }}{{ loop.depth }}{% if not loop.first %}<{{ loop.previtem }}{% endif %}{% endfor %}',
    '{% for k, v in d.items() %}{{ k }}={{ v }},{% endfor %}{% for i in [] %}x{% else %}empty{% endfor %}{% for x in "abc" | list if false %}{% else %}E{% endfor %}',
    '{% for x in [[1, [2, 3]], 4] recursive %}{% if x is iterable %}<{{ loop(x) }}>{% else %}{{ x }}d{{ loop.depth }}{% endif %}{% endfor %}',
    '{% for r in [[1, 2], [3]] %}{% set outer = loop %}{% for c in r %}{{ outer.index }}.{{ loop.index }}{{ loop.cycle("a", "b") }} {% endfor %}{% endfor %}',
    '{% for x in [1, 1, 2, 2] %}{{ loop.changed(x) }}{{ loop.nextitem is defined }}{% endfor %}',
    '{% set x = 1 %}{% for i in [1, 2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set y = 2 %}{% endif %}{{ y }}{% with x = 9, z = x %}{{ x }}{{ z }}{% set w = 3 %}{% endwith %}{{ x }}{{ w }}',
    '{% set x %}a{{ 1 }}b{% endset %}{{ x }}{% set y | upper | replace("A", "Q") %}abc{% endset %}{{ y }}{% filter upper | replace("B", "-") %}abc{% endfilter %}',
    '{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }} {{ m(1, c=5) }} {{ m(1, 2, 3, 4, 5, k=6) }} {{ m() }} {{ m.name }} {{ m.arguments }}',
    '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}',
    '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}',
    '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}',
    '{% macro m(x) %}[{{ caller(x, 1) }}]{% endmacro %}{% call(a, b=2) m(5) %}{{ a }}-{{ b }}{% endcall %}{% macro n() %}{{ caller() if caller else "none" }}{% endmacro %}{{ n() }}{% call n() %}inner{% endcall %}',
    '{% macro even(n) %}{{ "yes" if n == 0 else odd(n - 1) }}{% endmacro %}{% macro odd(n) %}{{ "no" if n == 0 else even(n - 1) }}{% endmacro %}{{ even(4) }} {{ even(5) }}',
    '{% set ns = namespace(x=1) %}{% for i in range(3) %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }} {{ ns }}',
    '{% set d.x = 1 %}',
    '{% if 0 %}a{% elif [] %}b{% elif "x" %}c{% else %}d{% endif %}{% if (1, 2) %}t{% endif %}',
    '{% set c = cycler("a", "b") %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% do c.reset() %}{{ c.current }}{% set j = joiner("|") %}{{ j() }}x{{ j() }}y',
    '{{ 1 if true }}{{ 2 if false }}{{ 3 if false else 4 if false else 5 }} {{ [1 if true else 2, 3] }}',
    '{% set f = "a,b".split %}{{ f(",") }} {{ [1, 2, 3] | map("string") | map("upper") | list }}',
    '{{ l, 1 }} {{ 1, }} {% print 5 %} {{ (l) }} {{ ((1)) }} {% set a = [1, 2,] %}{{ a }} {{ {"a": 1,} }}',
    '{% macro m(a, kwargs={}, varargs=none) %}{{ a }}{{ kwargs }}{{ varargs }}{% endmacro %}{{ m(1) }}{{ m(1, {"k": 2}) }}{{ m(1, kwargs=3) }}',
    '{% macro m(caller=none) %}{{ caller() if caller else "none" }}{% endmacro %}{{ m() }}{% call m() %}body{% endcall %}',
    '{% macro m(*args) %}{% endmacro %}',
    '{{ m(**{"a": 1}) }}',
    '{%- if true -%} a {%- endif -%} b {{- 1 -}} c {#- x -#} d {%+ if true +%} e {% endif %}\n\n',
    'a\n  {%- raw %} {{ x }} {%- endraw %} \n b{% raw -%} \n x{% endraw -%} \n y',
    '{{ "%}" }}{# {{ #}{{ "{#" }}{% set x = "{{ y }}" %}{{ x }}{{ {"a": {"b": {}}}}}',
    'line\r\nend\r\n',
    '{{ "a\\\nb" }}|{{ "tab\\there" }}',
  ],
  syntax: [
    '{% if x %}',
    '{% for x in y %}{% endif %}',
    '{% endfor %}',
    '{% nosuch %}',
    '{{ x',
    '{{ x }',
    '{{ 1 + }}',
    '{{ }}',
    '{{ (1, 2 }}',
    "{{ 'abc }}",
    '{{ a b }}',
    '{{ a.1b }}',
    '{% set 1 = 2 %}',
    '{% set true = 2 %}',
    '{% macro m(a=1, b) %}{% endmacro %}',
    '{% call 5 %}{% endcall %}',
    '{{ x ? 1 : 2 }}',
    '{# never closed',
    '{% raw %} never closed',
    '{{ m(a=1, 2) }}',
    '{{ 1 is string is number }}',
    '{% if x %}{% for y in z %}{% endfor %}',
    '{{ "a" | }}',
    '{% for 1 in x %}{% endfor %}',
    '{{ [1, 2 }}',
    '{{ ) }}',
  ],
};

/** The words of Python's own errors change between its versions; their kind does not. */
function comparable(outcome: string): string {
  return /^(Type|Value|Index|Key|ZeroDivision|Overflow)Error(?=: )/.exec(outcome)?.[0] ?? outcome;
}

describe.skipIf(!present)('the same as Python Jinja2', () => {
  const environment = new Environment({ globals: dbtGlobals });
  const context = Object.fromEntries(
    Object.entries(names).map(([name, value]) => [name, toValue(value)]),
  );

  async function outcome(template: string): Promise<string> {
    try {
      return await environment.parse(template, 'template').render(context);
    } catch (error) {
      if (error instanceof JinjaError) return `${error.kind}: ${error.message}`;
      throw error;
    }
  }

  it('for templates of random shape', async () => {
    const members = generatedTemplates(600, 20);
    const expected = renderWithPython(members);
    const isError = (text: string) => /^\w+Error: /.test(text);
    const plain = (text: string) => (isError(text) ? 'error' : text);
    const outcomes = await Promise.all(members.map(outcome));
    const pairs = members.map((template, index) => ({
      template,
      python: plain(expected[index] ?? ''),
      here: plain(outcomes[index] ?? ''),
    }));
    expect(pairs.filter(({ python, here }) => python !== here)).toEqual([]);
    expect(expected.filter(isError).length).toBeLessThan(100);
  }, 60_000);

  for (const [group, members] of Object.entries(templates)) {
    const expected = present ? renderWithPython(members) : [];
    members.forEach((template, index) => {
      it(`${group}: ${template}`, async () => {
        expect(comparable(await outcome(template))).toBe(comparable(expected[index] ?? ''));
      });
    });
  }
});
