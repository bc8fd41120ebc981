import { RunnerError } from '../../errors.ts';
import type { Json } from '../../project/yaml.ts';
import type { SourceFacts } from '../adapter.ts';

/** How `external_location` names what it fills in: `{name}`, `%(name)s` or `$name`. */
const styles: Readonly<Record<string, RegExp>> = {
  newstyle: /\{\{|\}\}|\{(\w+)\}/g,
  oldstyle: /%%|%\((\w+)\)s/g,
  template: /\$\$|\$(?:(\w+)|\{(\w+)\})/g,
};

/**
 * What stands in SQL for a source whose meta or config has an `external_location`, as dbt-duckdb
 * has it: a file, or a table function; undefined for one that is a table.
 */
export function externalSource(source: SourceFacts): string | undefined {
  const known: Record<string, Json | undefined> = {
    name: source.name,
    identifier: source.identifier,
    schema: source.schema,
    database: source.database,
    ...source.meta,
    ...source.config,
  };
  if (known.plugin !== undefined)
    throw refused(source, `uses the plugin '${String(known.plugin)}', and plugins need Python`);
  if (typeof known.external_location !== 'string') return undefined;
  const style = styles[String(known.formatter ?? 'newstyle')];
  if (style === undefined) {
    throw refused(
      source,
      `has the formatter '${String(known.formatter)}'; there are ${Object.keys(styles).join(', ')}`,
    );
  }
  const location = known.external_location.replaceAll(
    style,
    (text, first?: string, second?: string) => {
      const key = first ?? (typeof second === 'string' ? second : undefined);
      if (key === undefined) return text.slice(1);
      const value = known[key];
      if (value !== undefined) return String(value);
      throw refused(
        source,
        `names '${key}' in its external_location, which neither it nor its meta has`,
      );
    },
  );
  return location.includes('(') || location.startsWith("'") ? location : `'${location}'`;
}

function refused({ source_name, name }: SourceFacts, what: string): RunnerError {
  return new RunnerError('properties_invalid', `The source ${source_name}.${name} ${what}.`);
}
