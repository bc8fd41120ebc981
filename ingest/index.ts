export { type Contract, type ContractColumn, contracts } from './contract.ts';
export { INGEST_CODES, type IngestCode, IngestError } from './errors.ts';
export { type IngestOptions, ingest } from './ingest.ts';
export type { LoadRecord } from './lake/record.ts';
export type { FileOutcome, IngestEvent, IngestSummary } from './summary.ts';
