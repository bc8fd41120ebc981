import type { Position } from '../position.ts';
import type { Value } from './value.ts';

/** One call from a template: evaluated arguments, the call's place, and `caller` inside `{% call %}`. */
export interface Call {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly position: Position;
  readonly file: string;
  readonly caller?: Value;
}
