import { describe, expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const selectors = `
selectors:
  - name: nightly
    description: All but what is staged
    default: true
    definition:
      union:
        - {method: fqn, value: stg_orders, children: true}
        - 'tag:mart'
        - exclude: [{method: resource_type, value: test}]
  - name: mart_models
    definition:
      intersection:
        - {method: selector, value: nightly}
        - {tag: mart}
  - {name: text, definition: '+stg_orders stg_customers,tag:stg'}
  - name: near
    definition: {method: fqn, value: customers, parents: true, parents_depth: 1, indirect_selection: empty}
  - name: without
    definition: {method: path, value: models, exclude: [{method: tag, value: stg}], indirect_selection: empty}
  - {name: circle, definition: {method: selector, value: around}}
  - {name: around, definition: {union: [{method: selector, value: circle}]}}
  - {name: odd, definition: {union: [{tag: a, path: b}]}}
`;

async function bench() {
  return (await openFiles({ ...shop, 'selectors.yml': selectors })).project;
}

describe('selectors.yml', () => {
  test.each([
    [{}, ['customers', 'orders_are_counted', 'stg_orders']],
    [{ selector: 'mart_models' }, ['customers', 'orders_are_counted']],
    [{ select: ['selector:mart_models'] }, ['customers', 'orders_are_counted']],
    [{ selector: 'near' }, ['customers', 'orders_are_counted', 'stg_customers', 'stg_orders']],
    [{ selector: 'without' }, ['customers', 'orders_are_counted']],
    [{ select: ['stg_orders'], indirectSelection: 'empty' as const }, ['stg_orders']],
    [{ selector: 'text' }, ['raw_orders', 'stg_customers', 'stg_orders']],
  ])('%j takes %j', async (options, names) => {
    const nodes = (await bench()).ls(options);
    const kept = nodes.filter((node) => node.resource_type !== 'test');
    expect(kept.map((node) => node.name).sort()).toEqual(names);
  });

  test.each([
    [{ selector: 'nigthly' }, /no selector 'nigthly'. Did you mean 'nightly'/],
    [{ selector: 'near', select: ['customers'] }, /cannot be joined with a selection/],
    [{ selector: 'circle' }, /takes part in itself: circle -> around -> circle/],
    [{ selector: 'odd' }, /^selectors.yml: The selector 'odd' holds {"tag":"a","path":"b"}/],
  ])('%j is refused', async (options, message) => {
    const project = await bench();
    expect(() => project.ls(options)).toThrow(message);
  });

  test.each([
    ['selectors: [{definition: x}]', /A selector has no name/],
    ['selectors: [{name: a}]', /'a' has no definition/],
    [
      'selectors: [{name: a, definition: x}, {name: a, definition: y}]',
      /Two selectors are named 'a'/,
    ],
    [
      'selectors: [{name: a, default: true, definition: x}, {name: b, default: true, definition: y}]',
      /are both the default/,
    ],
  ])('%s is refused', async (text, message) => {
    await expect(openFiles({ ...shop, 'selectors.yml': text })).rejects.toThrow(message);
  });
});
