import fc from 'fast-check';

/** Templates of random shape over the names that `python.ts` gives: what two engines may be held to. */
export function generatedTemplates(count: number, seed: number): string[] {
  return fc.sample(template, { numRuns: count, seed });
}

type Text = fc.Arbitrary<string>;
const one = (...texts: string[]): Text => fc.constantFrom(...texts);
const joined = (...parts: (Text | string)[]): Text =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));
/** The first choice is what deep ones end with. */
const nested = (...choices: Text[]): Text =>
  fc.oneof({ maxDepth: 3, depthIdentifier: 'depth', depthSize: 'small' }, ...choices);

type Expressions = {
  number: string;
  text: string;
  list: string;
  truth: string;
};

const { number, text, list, truth } = fc.letrec<Expressions>((tie) => {
  const [n, t, l, b] = [tie('number'), tie('text'), tie('list'), tie('truth')];
  return {
    number: nested(
      one('0', '1', '2', '7', '-3', '12', '0.5', '2.0', '-1.5', 'd.a', 'people[0].age', "d['a']"),
      joined('(', n, one(' + ', ' - ', ' * ', ' // ', ' / ', ' % '), n, ')'),
      joined('(', n, one(' | abs', ' | round', ' | round(1)', ' | int', ' | float'), ')'),
      joined('(', t, one(' | length', ' | int', ' | float(3)', " | int('x')", ' | wordcount'), ')'),
      joined('(', l, one(' | length', ' | count'), ')'),
      joined('(', n, ' if ', b, ' else ', n, ')'),
    ),
    text: nested(
      one("'a'", 's', "''", "'x,y'", "'10'", "' pad '", '"it\'s"', "people[1]['name']", 'missing'),
      joined('(', t, ' ~ ', fc.oneof(n, t, b, l), ')'),
      joined(
        '(',
        t,
        one(' | upper', ' | title', ' | capitalize', ' | trim', " | default('z')"),
        ')',
      ),
      joined('(', t, one(" | replace('a', 'b')", ' | first', ' | last', ' | lower'), ')'),
      joined(
        '(',
        t,
        one(' | indent(2)', ' | center(9)', ' | truncate(4)', " | default('z', true)"),
        ')',
      ),
      joined(
        '(',
        t,
        one(')[1:]', ')[::-1]', ')[-2:]', ').upper()', ').strip()', ").replace('e', '3')"),
      ),
      joined(
        '(',
        l,
        one(" | join(', ')", ' | string', ' | first | string', ' | last | string'),
        ')',
      ),
      joined("('%s|%5.1f|%-4s' | format(", t, ', ', n, ', ', b, '))'),
      joined('(', n, one(' | string', ' ~ "!"'), ')'),
    ),
    list: nested(
      one('l', 'd.b', 'd', 'people', '[]', 'range(4)', '(1, 2)', 'd.items()', 'd.keys() | list'),
      joined('[', fc.oneof(n, t, b), ', ', fc.oneof(n, t, l), ']'),
      joined("{'k': ", fc.oneof(n, t), ", 'l': ", fc.oneof(l, b), '}'),
      joined(
        '([',
        n,
        ', ',
        n,
        ', ',
        n,
        one('] | sort)', '] | unique | list)', '] | reverse | list)'),
      ),
      joined(
        '(',
        l,
        one(' | list', ' | unique | list', " | map('string') | list", ' | select | list'),
        ')',
      ),
      joined('(', l, one(" | batch(2, '-') | list", ' | reject | list', ' | slice(2) | list'), ')'),
      joined('(people ', one("| map(attribute='age') | list)", "| sort(attribute='name'))")),
      joined('(people ', one("| selectattr('age', 'gt', 5) | list)", "| groupby('age') | list)")),
      joined('(', t, one(' | list)[1:]', ").split(',')", ' | wordcount, 1)')),
      joined('([', n, '] + [', t, '])'),
    ),
    truth: nested(
      one('true', 'false', 'none', 'missing is defined', 's is string', 'd is mapping', '1 in l'),
      joined('(', n, one(' == ', ' != ', ' < ', ' <= ', ' > '), n, ')'),
      joined('(', t, one(' == ', ' < ', ' in ', ' not in '), t, ')'),
      joined('(', fc.oneof(n, t), one(' in ', ' not in '), l, ')'),
      joined('(', b, one(' and ', ' or '), fc.oneof(b, n, l), ')'),
      joined('(not ', fc.oneof(b, t, l), ')'),
      joined(
        '(',
        fc.oneof(n, t, l, b),
        one(' is none', ' is number', ' is sequence', ' is iterable', ' is string'),
        ')',
      ),
      joined(
        '(',
        n,
        one(' is odd', ' is even', ' is divisibleby 2', ' is eq 1', ' is in [1, 2]', ' is integer'),
        ')',
      ),
    ),
  };
});

const dash = one('', '', '-');
const tag = (...words: (Text | string)[]): Text =>
  joined('{%', dash, ' ', ...words, ' ', dash, '%}');
const any = fc.oneof(number, text, list, truth);

const { template } = fc.letrec<{ template: string }>((tie) => {
  const body = tie('template');
  const part = nested(
    one(' text ', '\n', ' \n  x', '{# note #}', '{#- note -#}'),
    joined('{{', dash, ' ', any, ' ', dash, '}}'),
    joined(tag('if ', truth), body, tag('elif ', truth), 'b', tag('else'), body, tag('endif')),
    joined(
      tag('for i in ', list),
      one(
        '{{ i }},',
        '{{ loop.index }}{{ loop.last }} ',
        '{% if loop.first %}{% continue %}{% endif %}{{ i }}',
      ),
      body,
      tag('else'),
      'none',
      tag('endfor'),
    ),
    joined(tag('set x = ', any), '{{ x }}'),
    joined(
      tag('macro m(a, b=', any, ')'),
      '<{{ a }}|{{ b }}>',
      body,
      tag('endmacro'),
      '{{ m(',
      any,
      ') }}',
    ),
    joined(tag('set y'), body, tag('endset'), '[{{ y }}]'),
    joined(tag('with z = ', any), '{{ z }}', tag('endwith')),
    joined(tag('filter upper'), body, tag('endfilter')),
  );
  return {
    template: fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join('')),
  };
});
