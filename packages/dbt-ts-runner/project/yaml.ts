import { readFile } from 'node:fs/promises';
import {
  type Document,
  isCollection,
  LineCounter,
  parseDocument,
  type ScalarTag,
  visit,
} from 'yaml';
import { RunnerError } from '../errors.ts';
import { PyFloat } from '../jinja/index.ts';

/** A value as YAML or JSON can hold it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A mapping of YAML or JSON; keys keep the order of the file. */
export type JsonObject = { [key: string]: Json };

const spokenBooleans: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|on)/i.test(text),
};

/** `2.0` stays a float, which templates print as such. */
const wholeFloats: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?\d[\d_]*\.0*$/,
  resolve: (text) => new PyFloat(Number(text.replaceAll('_', ''))),
};

/** Parses YAML text; `file` only names the source in errors. Empty text gives null. */
export function parseYaml(text: string, file: string): Json {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    customTags: (tags) => [spokenBooleans, wholeFloats, ...tags],
    prettyErrors: false,
  });
  const refuse = (offset: number, sentence: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new RunnerError('yaml_invalid', sentence, { place: { file, line, column: col } });
  };
  const [problem] = document.errors;
  if (problem !== undefined) {
    refuse(problem.pos[0], `This is not valid YAML: ${problem.message}. Correct the file.`);
  }
  if (/(?:[:,[-]\s+|\[)\{\s*\{/.test(text)) {
    visit(document, {
      Pair(_, { key }) {
        if (!isCollection(key)) return;
        refuse(key.range?.[0] ?? 0, 'A value that begins with {{ must stand in quotes. Add them.');
      },
    });
  }
  if (!text.endsWith('\n')) trimLastBlock(document, text.length);
  return document.toJS({ maxAliasCount: -1 }) as Json;
}

/** The same for the text of a whole file, which ends with its last word as dbt reads it. */
export function parseYamlFile(text: string, file: string): Json {
  return parseYaml(text.trimEnd(), file);
}

/** A block at the end of a text without a last line break ends without one, as in PyYAML. */
function trimLastBlock(document: Document.Parsed, end: number): void {
  visit(document, {
    Scalar(_, scalar) {
      const { type = '', range, value } = scalar;
      if (!type.startsWith('BLOCK_') || typeof value !== 'string' || range?.[1] !== end) return;
      if (value.endsWith('\n')) scalar.value = value.slice(0, -1);
    },
  });
}

/** Reads and parses a YAML file that must hold a mapping; an empty file is an empty mapping. */
export async function readYamlObject(path: string, shownAs: string): Promise<JsonObject> {
  const value = parseYamlFile(await readFile(path, 'utf8'), shownAs) ?? {};
  if (!isObject(value)) {
    throw new RunnerError('yaml_invalid', 'The file must hold a mapping of keys to values.', {
      place: { file: shownAs, line: 1 },
    });
  }
  return value;
}

/** True for a mapping. */
export function isObject(value: Json | undefined): value is JsonObject {
  const isFloat = (value as unknown) instanceof PyFloat;
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isFloat;
}

/** The value as a mapping, or an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list: a list stays, nothing gives none, a single value gives one. */
export function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The value as a list of texts. */
export function textsOf(value: Json | undefined): string[] {
  return listOf(value).map((entry) => String(entry));
}

/** The value as text, or undefined when it is absent or null. */
export function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
