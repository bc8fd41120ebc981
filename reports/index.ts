import { defaultPolicy } from './accruals/policy.ts';

export type { AccrualPolicy } from './accruals/policy.ts';
export type { ControlOutcome } from './accruals/report.ts';
export { ReportError, type ReportErrorCode, reportErrorCodes } from './errors.ts';
export type { ReportOutcome, ReportRequest } from './report.ts';
export { reportNames, writeReport } from './report.ts';
export { defaultPolicy as defaultAccrualPolicy };
