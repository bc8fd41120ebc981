/**
 * Workbooks written from a published build, through the query door, for people who sign them.
 *
 * `writeReport(name, { door, viewer, period, out, policy? })` writes `<name>-<period>.xlsx` into `out`
 * and answers with its path, SHA-256, status and every control. The file appears whole or not at all.
 * The same build, viewer, period and policy give the same bytes. Amounts are in the functional
 * currency of the policy (EUR by default) unless a header names another.
 *
 * Throws ReportError (errors.ts) for a request that cannot be met, and the QueryError of the door,
 * unchanged, for what the viewer may not see.
 *
 * Formulas of the accrual workbook: accruals/policy.ts (`ruleTexts`), which its cover prints.
 */
export {
  type Account,
  type AccrualPolicy,
  defaultPolicy as defaultAccrualPolicy,
} from './accruals/policy.ts';
export type { ControlOutcome } from './accruals/report.ts';
export { ReportError, type ReportErrorCode, reportErrorCodes } from './errors.ts';
export { type ReportOutcome, type ReportRequest, reportNames, writeReport } from './report.ts';
