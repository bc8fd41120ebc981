import { RunnerError } from '../../errors.ts';
import type { Json } from '../../project/yaml.ts';
import type { SourceFacts } from '../adapter.ts';
import { filePath } from './file_path.ts';
import { textLiteral } from './literal.ts';

/** How `external_location` names what it fills in: `{name}`, `%(name)s` or `$name`. */
const styles: Readonly<Record<string, RegExp>> = {
  newstyle: /\{\{|\}\}|\{(\w+)\}/g,
  oldstyle: /%%|%\((\w+)\)s/g,
  template: /\$\$|\$(?:(\w+)|\{(\w+)\})/g,
};

const quotedText = "'(?:[^']|'')*'";
/** A file in quotes, or a function that reads files with its first argument: one file or a list. */
const files = new RegExp(
  String.raw`^\s*(?:(?:read_\w+|parquet_scan|glob)\s*\(\s*)?(?:${quotedText}|\[(?:${quotedText}|[^\]'])*\])`,
  'i',
);

/**
 * What stands in SQL for a source whose meta or config has an `external_location`, as dbt-duckdb
 * has it: a file, or a table function; undefined for one that is a table.
 */
export function externalSource(source: SourceFacts): string | undefined {
  const known = valuesOf(source);
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
  return location.includes('(') || location.startsWith("'") ? location : textLiteral(location);
}

/**
 * The same as queries read it: files start at the project's folder, so that they are absolute
 * where the process runs elsewhere. A source that a plugin reads is refused.
 */
export function externalInput(source: SourceFacts, projectDir: string): string | undefined {
  const plugin = valuesOf(source).plugin ?? null;
  if (plugin !== null)
    throw refused(source, `uses the plugin '${String(plugin)}', and plugins need Python`);
  const written = externalSource(source);
  if (process.cwd() === projectDir) return written;
  return written?.replace(files, (head) =>
    head.replaceAll(new RegExp(quotedText, 'g'), (quoted) => {
      const path = quoted.slice(1, -1).replaceAll("''", "'");
      return textLiteral(filePath(path, projectDir));
    }),
  );
}

/** What a location may name. */
function valuesOf(source: SourceFacts): Record<string, Json | undefined> {
  const { name, identifier, schema, database, meta, config } = source;
  return { name, identifier, schema, database, ...meta, ...config };
}

function refused({ source_name, name }: SourceFacts, what: string): RunnerError {
  return new RunnerError('properties_invalid', `The source ${source_name}.${name} ${what}.`);
}
