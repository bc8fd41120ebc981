import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door, Viewer } from '@portolan/query';
import { readFacts } from './accruals/facts.ts';
import { type AccrualPolicy, defaultPolicy } from './accruals/policy.ts';
import { openReader } from './accruals/reader.ts';
import { accrualWorkbook, type ControlOutcome } from './accruals/report.ts';
import { ReportError } from './errors.ts';
import { parsePeriod } from './period.ts';

/** Names that `writeReport` knows. */
export const reportNames = ['accruals'] as const;

/** What to write, for whom, and where. */
export type ReportRequest = {
  readonly door: Door;
  readonly viewer: Viewer;
  /** Month to close, `YYYY-MM`. */
  readonly period: string;
  /** Folder to write into; created where it is missing. */
  readonly out: string;
  /** What the legal entity decides otherwise than the default. */
  readonly policy?: Partial<AccrualPolicy>;
};

/** What was written; BLOCKED when a control fails or could not be evaluated. */
export type ReportOutcome = {
  readonly path: string;
  readonly sha256: string;
  readonly status: 'READY TO POST' | 'BLOCKED';
  readonly controls: readonly ControlOutcome[];
};

/**
 * Writes one report as the viewer may see it.
 *
 * @throws ReportError for an unknown name, a period that is malformed or outside the data, or a folder
 * that cannot be written to; QueryError of the query door for what the viewer may not see.
 */
export async function writeReport(name: string, request: ReportRequest): Promise<ReportOutcome> {
  if (!reportNames.some((known) => known === name)) {
    throw new ReportError(
      'REPORT_UNKNOWN',
      `There is no report "${name}": choose one of ${reportNames.join(', ')}.`,
    );
  }
  const { door, viewer, out } = request;
  const period = parsePeriod(request.period);
  const policy = { ...defaultPolicy, ...request.policy };
  const { facts, origin } = await readFacts(door, viewer, period);
  const reader = openReader(door, viewer, facts.id);
  const workbook = await accrualWorkbook(reader, period, policy, facts, origin);
  const path = join(out, `accruals-${period.name}.xlsx`);
  save(path, out, workbook.bytes);
  const { sha256, status, controls } = workbook;
  return { path, sha256, status, controls };
}

function save(path: string, out: string, bytes: Uint8Array): void {
  const partial = `${path}.part`;
  try {
    mkdirSync(out, { recursive: true });
    writeFileSync(partial, bytes);
    renameSync(partial, path);
  } catch (cause) {
    throw new ReportError(
      'REPORT_OUT_UNWRITABLE',
      `The folder ${out} cannot be written to: check that it is a folder, not full, and yours.`,
      { cause },
    );
  }
}
