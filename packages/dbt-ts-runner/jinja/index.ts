export type { Bound } from './bound.ts';
export type { Context, ContextSource } from './context.ts';
export type { BlockDefinition, DefinitionKind } from './definitions.ts';
export { Environment, type EnvironmentOptions } from './environment.ts';
export {
  type ErrorKind,
  JinjaError,
  type MacroFrame,
  PythonError,
  ReturnSignal,
} from './errors.ts';
export { dbtGlobals } from './globals.ts';
export { pythonModules, utcDatetime } from './modules/modules.ts';
export type { Pending } from './pending.ts';
export type { Position } from './position.ts';
export { sortedBy } from './sorting.ts';
export { type StaticCall, staticCalls } from './static-calls.ts';
export type { TemplateNode } from './syntax/ast.ts';
export type { Template } from './template.ts';
export type { Call } from './values/call.ts';
export { toJs, toValue } from './values/convert.ts';
export { PyDict } from './values/dict.ts';
export { PyFloat } from './values/float.ts';
export {
  HostFunction,
  HostObject,
  type HostObjectSpec,
  hostFunction,
  hostObject,
} from './values/host.ts';
export { PyIterator } from './values/iterator.ts';
export { PyList } from './values/list.ts';
export { Macro } from './values/macro.ts';
export { Namespace } from './values/namespace.ts';
export { PySet } from './values/set.ts';
export { repr, str } from './values/text.ts';
export { truthy } from './values/truth.ts';
export { PyTuple } from './values/tuple.ts';
export { Undefined, type UndefinedMode } from './values/undefined.ts';
export type { Value } from './values/value.ts';
