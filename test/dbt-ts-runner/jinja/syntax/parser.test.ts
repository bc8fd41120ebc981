import { describe, expect, it } from 'vitest';
import type { Expression } from '../../../../packages/dbt-ts-runner/jinja/syntax/ast.ts';
import { parseTemplate } from '../../../../packages/dbt-ts-runner/jinja/syntax/parser.ts';

/** The expression with every operation in brackets, so that its shape can be read. */
function shape(source: string): string {
  const [only] = parseTemplate(`{{ ${source} }}`).body;
  if (only?.kind !== 'output') throw new Error('expected one expression');
  return written(only.value);
}

function written(node: Expression): string {
  switch (node.kind) {
    case 'constant':
      return node.text;
    case 'name':
      return node.name;
    case 'binary':
      return `(${written(node.left)} ${node.operator} ${written(node.right)})`;
    case 'logical':
      return `(${written(node.left)} ${node.operator} ${written(node.right)})`;
    case 'concat':
      return `(${node.items.map(written).join(' ~ ')})`;
    case 'not':
      return `(not ${written(node.operand)})`;
    case 'unary':
      return `(${node.operator}${written(node.operand)})`;
    case 'compare':
      return `(${written(node.first)}${node.rest.map((link) => ` ${link.operator} ${written(link.operand)}`).join('')})`;
    case 'conditional':
      return `(${written(node.value)} if ${written(node.test)} else ${node.otherwise ? written(node.otherwise) : '-'})`;
    case 'filter':
      return `${node.name}|(${[...(node.target ? [node.target] : []), ...node.args].map(written).join(', ')})`;
    case 'test':
      return `${node.name}?(${[node.target, ...node.args].map(written).join(', ')})`;
    case 'attribute':
      return `${written(node.target)}.${node.name}`;
    case 'call':
      return `${written(node.target)}(${node.args.map(written).join(', ')})`;
    case 'tuple':
      return `<${node.items.map(written).join(', ')}>`;
    default:
      return node.kind;
  }
}

describe('expressions', () => {
  it.each([
    ['a + b * c ** d', '(a + (b * (c ** d)))'],
    ['a - b - c', '((a - b) - c)'],
    ['a ** b ** c', '((a ** b) ** c)'],
    ['-a ** b', '((-a) ** b)'],
    ['a ~ b + c ~ d', '((a ~ b) + (c ~ d))'],
    ['not a == b and c or d', '(((not (a == b)) and c) or d)'],
    ['a < b <= c not in d', '(a < b <= c not in d)'],
    ['a or b if c else d if e else f', '((a or b) if c else (d if e else f))'],
    ['a if b if c', '((a if b else -) if c else -)'],
    ['-a | f', 'f|((-a))'],
    ['a + b | f', '(a + f|(b))'],
    ['a | f(b) | g', 'g|(f|(a, b))'],
    ['a is not none and b is in c', '((not none?(a)) and in?(b, c))'],
    ['not a is odd', '(not odd?(a))'],
    ['a.b(c).d | f', 'f|(a.b(c).d)'],
    ['a, b', '<a, b>'],
    ['(a,)', '<a>'],
    ['(a)', 'a'],
    ["'a' 'b'", 'ab'],
  ])('%s is %s', (source, expected) => {
    expect(shape(source)).toBe(expected);
  });
});

describe('tags', () => {
  it.each([
    ["{% include 'x' %}", "The tag 'include' is not available in dbt templates."],
    ['{% break %}', "'break' outside loop"],
    [
      '{% for x in y %}{% macro m() %}{% continue %}{% endmacro %}{% endfor %}',
      "'continue' outside loop",
    ],
    [
      "{% materialization m, nosuch='x' %}{% endmaterialization %}",
      "materialization has no option 'nosuch'",
    ],
    [
      '{% materialization m, adapter=x %}{% endmaterialization %}',
      'a materialization option is a quoted name',
    ],
    ['{% macro m(a: ) %}{% endmacro %}', 'expected a type after the colon'],
  ])('%s is an error', (source, message) => {
    expect(() => parseTemplate(source)).toThrow(message);
  });

  it('allow break inside a loop inside a macro', () => {
    const source = '{% macro m() %}{% for x in y %}{% break %}{% endfor %}{% endmacro %}';
    expect(parseTemplate(source).body).toHaveLength(1);
  });
});
