import type { Value } from './values/value.ts';

/** Names given to a template: a plain record, or a lookup that finds each name when it is first met. */
export type Context =
  | Readonly<Record<string, Value>>
  | { readonly lookup: (name: string) => Value | undefined };

/** A context made anew at every macro call, for macros bound before their context is complete. */
export type ContextSource = Context | (() => Context);

export function lookupIn(context: Context, name: string): Value | undefined {
  if (typeof context.lookup === 'function') return context.lookup(name);
  return Object.hasOwn(context, name) ? (context as Record<string, Value>)[name] : undefined;
}

export function resolveContext(source: ContextSource): Context {
  return typeof source === 'function' ? source() : source;
}
