export { type ColumnClass, type Contract, type ContractColumn, contracts } from './contract.ts';
export { INGEST_CODES, type IngestCode, IngestError } from './errors.ts';
export { type IngestOptions, ingest } from './ingest.ts';
export { checkItemMaps, type ItemMapDoubt } from './items/check.ts';
export { type CompiledItemMaps, compileItemMaps } from './items/compile.ts';
export { type DeliveredItem, type Inventory, readInventory } from './items/inventory.ts';
export type { ItemMap } from './items/item-map.ts';
export { draftItemMap } from './items/propose/draft.ts';
export { type ItemMaps, parseItemMap, readItemMaps } from './items/read.ts';
export { hashLake, type LakeContent } from './lake/content-hash.ts';
export type { PurgeRecord } from './lake/purge.ts';
export type { LoadRecord } from './lake/record.ts';
export type { Retraction } from './lake/retraction.ts';
export { explainLoad } from './ledger/explain.ts';
export { findLoad, isInForce, type LedgerLoad, readLedger } from './ledger/ledger.ts';
export { type LoadRefusal, refusalsOf } from './ledger/refusals.ts';
export { retractLoad } from './ledger/retract.ts';
export { type Proposal, proposeProfile } from './profiles/propose/propose.ts';
export { correctLoad } from './quarantine/correct.ts';
export { exportQuarantine } from './quarantine/export.ts';
export { listQuarantine, type OpenRefusal, type QuarantineFilter } from './quarantine/list.ts';
export { completePurges, purge } from './retention/purge.ts';
export { type PurgeSelection, selectLoads } from './retention/select.ts';
export { type PurgeProof, verifyPurges } from './retention/verify.ts';
export type { FileOutcome, IngestEvent, IngestSummary } from './summary.ts';
export type { FetchedFile } from './transports/context.ts';
export { TRANSPORT_CODES, type TransportCode, TransportError } from './transports/errors.ts';
export {
  type FetchOptions,
  type FetchSummary,
  fetchDeliveries,
  type TransportOutcome,
} from './transports/fetch.ts';
export type { TransportClock } from './transports/wait.ts';
