import { PythonError } from '../errors.ts';
import { chain, mapInOrder, type Pending } from '../pending.ts';
import { textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { iterate } from '../values/iterate.ts';
import { PyIterator } from '../values/iterator.ts';
import { truthy } from '../values/truth.ts';
import type { Value } from '../values/value.ts';
import { attributeReader, bareAttribute } from './attribute.ts';
import { type Filter, filterTable, type Toolbox } from './filter.ts';

/** `map`, `select` and kin: lazy in Python, hence generators; an empty or None input gives nothing. */
export const selectFilters = filterTable({
  map: (value, call, toolbox) => {
    if (!truthy(value)) return new PyIterator([]);
    const mapped = mapInOrder(iterate(value), mapper(call, toolbox));
    return chain(mapped, (items) => new PyIterator(items));
  },
  select: selecting(false, true),
  reject: selecting(false, false),
  selectattr: selecting(true, true),
  rejectattr: selecting(true, false),
  attr: (value, call, toolbox) => bareAttribute(value, textOf(call.args[0]), toolbox.mode),
});

function mapper(call: Call, toolbox: Toolbox): (item: Value) => Pending<Value> {
  const [name, ...args] = call.args;
  const attribute = call.kwargs.get('attribute');
  if (name === undefined) {
    if (attribute === undefined) {
      throw new PythonError('TypeError', 'map requires a filter argument');
    }
    const unexpected = [...call.kwargs.keys()].find(
      (key) => key !== 'attribute' && key !== 'default',
    );
    if (unexpected !== undefined) {
      throw new PythonError('TypeError', `Unexpected keyword argument '${unexpected}'`);
    }
    return attributeReader(attribute, toolbox.mode, call.kwargs.get('default'));
  }
  const filter = textOf(name);
  return (item) => toolbox.filter(filter, item, { ...call, args });
}

function selecting(byAttribute: boolean, keep: boolean): Filter {
  return (value, call, toolbox) => {
    if (!truthy(value)) return new PyIterator([]);
    const [attribute] = call.args;
    const [name, ...args] = byAttribute ? call.args.slice(1) : call.args;
    if (byAttribute && attribute === undefined) {
      throw new PythonError('TypeError', 'missing parameter for attribute name');
    }
    const read = byAttribute
      ? attributeReader(attribute as Value, toolbox.mode)
      : (item: Value): Pending<Value> => item;
    const accepts = (subject: Value) =>
      name === undefined ? truthy(subject) : toolbox.test(textOf(name), subject, args);
    const items = iterate(value);
    return chain(
      mapInOrder(items, read),
      (subjects) =>
        new PyIterator(items.filter((_, index) => accepts(subjects[index] as Value) === keep)),
    );
  };
}
