import { type StaticCall, staticCalls, str, type Value } from '../jinja/index.ts';
import type { MacroEntry, MacroLibrary } from './macro_library.ts';

const known = new WeakMap<MacroEntry, readonly string[]>();

/** Ids of the macros that a macro calls or dispatches to by a name written in it. */
export function macroDependencies(
  library: MacroLibrary,
  entry: MacroEntry,
  adapterType: string,
): readonly string[] {
  let ids = entry.dependencies ?? known.get(entry);
  if (ids === undefined) {
    const calls = staticCalls({ kind: 'template', body: entry.statements });
    const found = calls.map((call) => calledBy(library, entry, call, adapterType));
    ids = [
      ...new Set(found.flatMap((macro) => (macro === undefined ? [] : [macro.node.unique_id]))),
    ];
    known.set(entry, ids);
  }
  return ids;
}

function calledBy(
  library: MacroLibrary,
  { node }: MacroEntry,
  { name, args, kwargs }: StaticCall,
  adapterType: string,
): MacroEntry | undefined {
  if (name === 'adapter.dispatch') {
    const macroName = textIn(args[0] ?? kwargs.get('macro_name'));
    const namespace = textIn(args[1] ?? kwargs.get('macro_namespace'));
    if (macroName === undefined) return undefined;
    return library.dispatch(macroName, namespace, node.package_name, adapterType);
  }
  const [first = '', second] = name.split('.');
  return second === undefined
    ? library.find(first, node.package_name)
    : library.inPackage(first, second);
}

function textIn(value: Value | undefined): string | undefined {
  return typeof value === 'string' ? str(value) : undefined;
}
