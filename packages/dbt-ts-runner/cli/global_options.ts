import { type Command, Option } from 'commander';

/** Switches of dbt that change nothing here: accepted, with and without `no-`, and ignored. */
const ignored = [
  'static-parser',
  'use-experimental-parser',
  'use-colors',
  'use-colors-file',
  'version-check',
  'cache-selected-only',
  'populate-cache',
  'print',
  'send-anonymous-usage-stats',
  'single-threaded',
  'log-cache-events',
  'macro-debugging',
  'use-fast-test-edges',
  'upload-to-artifacts-ingest-api',
  'partial-parse-file-diff',
  'show-all-deprecations',
];

const ignoredValues = [
  'log-level',
  'log-level-file',
  'log-format-file',
  'log-path',
  'log-file-max-bytes',
  'printer-width',
];

/** Adds the options that may stand before a command's name as well as behind it. */
export function withGlobalOptions(program: Command): Command {
  program
    .addOption(
      new Option('--log-format <format>', 'text or json, one object a line').choices([
        'text',
        'json',
        'debug',
        'default',
      ]),
    )
    .option('-d, --debug', 'tell every statement')
    .option('--no-debug', 'tell results')
    .option('-q, --quiet', 'tell failures alone')
    .addOption(new Option('--no-quiet', 'tell everything').hideHelp())
    .option('--partial-parse', 'parse what changed since the last parse')
    .option('--no-partial-parse', 'parse everything')
    .option('--warn-error', 'take every warning for an error')
    .option('--warn-error-options <yaml>', 'warnings by name: error (or all), warn, silence')
    .option('--write-json', 'write artifacts')
    .option('--no-write-json', 'write no artifacts');
  for (const name of ignored) {
    program.addOption(new Option(`--${name}`).hideHelp());
    program.addOption(new Option(`--no-${name}`).hideHelp());
  }
  for (const name of ignoredValues) program.addOption(new Option(`--${name} <value>`).hideHelp());
  program.addOption(new Option('-r, --record-timing-info <file>').hideHelp());
  return program;
}
