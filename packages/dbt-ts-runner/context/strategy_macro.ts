import { RunnerError } from '../errors.ts';
import type { Macro } from '../jinja/index.ts';
import { suggestion } from '../project/nearest.ts';
import type { MacroLibrary } from './macro_library.ts';
import type { MacroScope } from './macro_scope.ts';

/** The macro that writes the SQL of an incremental strategy; throws `macro_missing`. */
export function strategyMacro(library: MacroLibrary, scope: MacroScope, strategy: string): Macro {
  const macro = scope.find(`get_incremental_${strategy.replaceAll('+', '_')}_sql`);
  if (macro !== undefined) return macro;
  const names = library.all().flatMap(({ macroName }) => {
    const [, name] = /^get_incremental_(.+)_sql$/.exec(macroName) ?? [];
    return name === undefined || name === 'default'
      ? []
      : [name.replace('delete_insert', 'delete+insert')];
  });
  throw new RunnerError(
    'macro_missing',
    `There is no incremental strategy '${strategy}'.${suggestion(strategy, names)} Use ${names.join(', ')}, or define the macro get_incremental_${strategy}_sql.`,
  );
}
