import { PythonError } from '../errors.ts';
import type { Target } from '../syntax/ast.ts';
import { iterate } from '../values/iterate.ts';
import { Namespace } from '../values/namespace.ts';
import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import { locate } from './locate.ts';

/** Sets names of the frame, or an attribute of a namespace, taking tuples apart. */
export function assign(target: Target, value: Value, frame: Frame): void {
  try {
    write(target, value, frame);
  } catch (error) {
    throw locate(error, frame.unit.file, target.at);
  }
}

function write(target: Target, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'name':
      frame.set(target.name, value);
      return;
    case 'member': {
      const owner = frame.lookup(target.object);
      if (!(owner instanceof Namespace)) {
        const message = 'cannot assign attribute on non-namespace object';
        throw new PythonError('TemplateRuntimeError', message);
      }
      owner.attributes.set(target.name, value);
      return;
    }
    case 'targets':
      unpack(target.items, value, frame);
  }
}

function unpack(targets: readonly Target[], value: Value, frame: Frame): void {
  const items = iterate(value);
  const wanted = targets.length;
  if (items.length > wanted) {
    throw new PythonError('ValueError', `too many values to unpack (expected ${wanted})`);
  }
  if (items.length < wanted) {
    const message = `not enough values to unpack (expected ${wanted}, got ${items.length})`;
    throw new PythonError('ValueError', message);
  }
  targets.forEach((target, index) => {
    assign(target, items[index] as Value, frame);
  });
}
