import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  copyArtifacts,
  type Result,
  readCatalog,
  readNodes,
  readResults,
  removeArtifacts,
} from './artifacts.ts';
import { compareMaps, type Difference, explains, onlyDifferentLines } from './compare.ts';
import { databaseFile, type Relation, readRelations, runSql } from './database.ts';
import type { Aspect, Deviation, Scenario, Step } from './scenario.ts';
import type { Outcome, Tool } from './tool.ts';

/** What became of one project. */
export interface Report {
  readonly scenario: Scenario;
  /** Nodes, sources and exposures of the project, as dbt counts them. */
  readonly size: number;
  /** How many things were compared over all steps, of each aspect, and how many were equal. */
  readonly compared: Readonly<Record<Aspect, number>>;
  readonly equal: Readonly<Record<Aspect, number>>;
  readonly differences: readonly Difference[];
  /** Differences that no deviation explains. */
  readonly unexplained: readonly Difference[];
  /** Deviations that are no more. */
  readonly stale: readonly Deviation[];
}

export interface Tools {
  readonly dbt: Tool;
  readonly ours: Tool;
}

const profiles = `conformance:
  target: dev
  outputs:
    dev: {type: duckdb, path: ${databaseFile}, schema: main, threads: 2}
`;

/** Runs the project's steps with both tools, each in a copy of its own below `folder`. */
export async function runScenario(
  scenario: Scenario,
  tools: Tools,
  folder: string,
): Promise<Report> {
  const dirs = {
    dbt: copyOf(scenario, join(folder, 'dbt')),
    ours: copyOf(scenario, join(folder, 'ours')),
  };
  for (const dir of [dirs.dbt, dirs.ours]) await scenario.prepare?.(dir, folder);
  const both = new Comparison(scenario, tools, dirs);
  for (const step of scenario.steps) await both.step(step);
  for (const args of scenario.ls) await both.ls(args);
  return both.report();
}

function copyOf(scenario: Scenario, folder: string): string {
  const dir = join(folder, scenario.name);
  cpSync(scenario.dir, dir, { recursive: true });
  const path = join(dir, 'profiles.yml');
  if (!existsSync(path)) writeFileSync(path, profiles);
  return dir;
}

class Comparison {
  readonly #scenario: Scenario;
  readonly #tools: Tools;
  readonly #dirs: { readonly dbt: string; readonly ours: string };
  readonly #differences: Difference[] = [];
  readonly #compared = none();
  readonly #equal = none();
  #size = 0;
  #turn = 0;

  constructor(scenario: Scenario, tools: Tools, dirs: { dbt: string; ours: string }) {
    this.#scenario = scenario;
    this.#tools = tools;
    this.#dirs = dirs;
  }

  async step(step: Step): Promise<void> {
    this.#turn += 1;
    const { dbt, ours } = this.#dirs;
    for (const dir of [dbt, ours]) {
      for (const [path, text] of Object.entries(step.write ?? {})) write(join(dir, path), text);
      if (step.sql !== undefined) await runSql(dir, step.sql);
      if (step.keep !== true) removeArtifacts(dir);
    }
    if (step.only === 'dbt') {
      await this.#tools.dbt.invoke(dbt, step.run);
      return;
    }
    const title = `step ${this.#turn}`;
    const outcomes = await this.#invoke(step.run);
    if (step.run[0] === 'show') {
      const rows = ({ lines }: Outcome) =>
        new Map(lines.map((line, row) => [`${title} row ${row + 1}`, line]));
      this.#add('tables', rows(outcomes.dbt), rows(outcomes.ours), (row) =>
        JSON.stringify(JSON.parse(row)),
      );
      this.#outcome(title, outcomes);
      return;
    }
    if (step.save !== undefined) {
      for (const dir of [dbt, ours]) copyArtifacts(dir, step.save);
    }
    this.#outcome(title, outcomes);
    if (kindOf(outcomes.dbt) === 'refusal' && step.refused !== true) {
      const { error } = outcomes.dbt;
      this.#differ({ aspect: 'outcome', subject: title, dbt: error ?? '', ours: '(not meant)' });
    }
    if (kindOf(outcomes.dbt) === 'refusal' || kindOf(outcomes.ours) === 'refusal') return;
    const nodes = readNodes(dbt);
    this.#size = Math.max(this.#size, nodes.size);
    this.#add('nodes', nodes, readNodes(ours), (facts) => facts.join('\n'));
    this.#add('nodes', readCatalog(dbt), readCatalog(ours), (facts) => facts.join('\n'));
    const results = [readResults(dbt), readResults(ours)] as const;
    this.#add('statuses', ...results, verdict, (one) => `${verdict(one)}: ${one.message}`);
    this.#add('compiled', ...mapBoth(results, compiledOnly), squeezed);
    const { volatile } = this.#scenario;
    const relations = [
      await readRelations(dbt, volatile),
      await readRelations(ours, volatile),
    ] as const;
    this.#add('tables', ...relations, relationText);
  }

  async ls(args: readonly string[]): Promise<void> {
    const outcomes = await this.#invoke(['ls', ...args]);
    const list = ({ error, lines }: Outcome) => error ?? [...lines].sort().join('\n');
    const key = args.join(' ');
    this.#add(
      'selections',
      new Map([[key, outcomes.dbt]]),
      new Map([[key, outcomes.ours]]),
      (outcome) => (outcome.error === null ? list(outcome) : 'refused'),
    );
  }

  report(): Report {
    const { deviations } = this.#scenario;
    const differences = this.#differences;
    return {
      scenario: this.#scenario,
      size: this.#size,
      compared: this.#compared,
      equal: this.#equal,
      differences,
      unexplained: differences.filter((one) => !deviations.some((meant) => explains(meant, one))),
      stale: deviations.filter((meant) => !differences.some((one) => explains(meant, one))),
    };
  }

  async #invoke(args: readonly string[]): Promise<{ dbt: Outcome; ours: Outcome }> {
    const [dbt, ours] = await Promise.all([
      this.#tools.dbt.invoke(this.#dirs.dbt, args),
      this.#tools.ours.invoke(this.#dirs.ours, args),
    ]);
    return { dbt, ours };
  }

  /** Whether the command succeeded, and whether it could run at all; the words are each tool's own. */
  #outcome(title: string, { dbt, ours }: { dbt: Outcome; ours: Outcome }): void {
    this.#add('outcome', new Map([[title, dbt]]), new Map([[title, ours]]), kindOf, (outcome) =>
      `${kindOf(outcome)} ${outcome.error ?? ''}`.trim(),
    );
  }

  /** A difference that outlives its step is told once. */
  #differ(difference: Omit<Difference, 'step'>): void {
    const isKnown = this.#differences.some(
      ({ aspect, subject }) => aspect === difference.aspect && subject === difference.subject,
    );
    if (!isKnown) this.#differences.push({ ...difference, step: this.#turn });
  }

  #add<T>(
    aspect: Aspect,
    dbt: ReadonlyMap<string, T>,
    ours: ReadonlyMap<string, T>,
    text: (value: T) => string,
    show = text,
  ): void {
    const found = compareMaps(aspect, dbt, ours, text, show).map(onlyDifferentLines);
    const total = new Set([...dbt.keys(), ...ours.keys()]).size;
    this.#compared[aspect] += total;
    this.#equal[aspect] += total - found.length;
    for (const difference of found) this.#differ(difference);
  }
}

function none(): Record<Aspect, number> {
  return { outcome: 0, nodes: 0, statuses: 0, tables: 0, compiled: 0, selections: 0 };
}

function kindOf({ success, error }: Outcome): 'success' | 'failure' | 'refusal' {
  if (success) return 'success';
  return error === null ? 'failure' : 'refusal';
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function mapBoth<T, U>(pair: readonly [T, T], change: (one: T) => U): [U, U] {
  return [change(pair[0]), change(pair[1])];
}

function verdict({ status, failures }: Result): string {
  return `${status} ${failures ?? ''}`.trim();
}

function compiledOnly(results: ReadonlyMap<string, Result>): Map<string, string> {
  return new Map(
    [...results].flatMap(([id, { compiled }]) => (compiled === null ? [] : [[id, compiled]])),
  );
}

/** SQL without the white space that tells nothing: one space between words, none beside brackets and commas. */
function squeezed(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/ ?([()[\],]) ?/g, '$1')
    .trim();
}

function relationText({ type, columns, rows }: Relation): string {
  return [type, `columns ${columns.join(', ')}`, ...rows].join('\n');
}
