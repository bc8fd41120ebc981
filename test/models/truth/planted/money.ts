import { finding, site, study, type Told } from './told.ts';

const sapDocument = `entity_id like $legal_entity || '/' || $document || '/%'`;

/** Faults in contracts and books. */
export const money: Readonly<Record<string, Told>> = {
  closed_period_posting: finding('entered_after_close', `${study} and entity_id = $document`),
  credit_note_wrong_sign: finding('credit_note_posted_as_charge', study),
  duplicate_invoice: finding('duplicate_invoice', `${study} and entity_id = $invoice_id`),
  duplicate_payment: finding(
    'duplicate_payment',
    `${study} and detail like '%' || $invoice_number`,
  ),
  holdback_not_released: finding('holdback_not_released', `${study} and entity_id = $contract_id`),
  inflation_index_missed: finding('price_index_missed', `${study} and entity_id = $contract_id`),
  intercompany_mirror_missing: finding('intercompany_unmatched', `entity_id = $source`),
  invoice_before_contract: finding(
    'invoice_before_contract',
    `${study} and entity_id = $invoice_id`,
  ),
  invoice_without_po: finding('invoice_without_order', `${study} and entity_id = $invoice_id`),
  journal_not_reversed: finding(
    'accrual_not_reversed',
    `${study} and entity_id like $source || '%'`,
  ),
  jpy_decimal_shift: finding(
    'posted_at_other_amount',
    `entity_id in (select invoice_id from marts.invoices where vendor_id = $vendor_id)`,
  ),
  mis_posted_study: finding('posted_to_other_study', `${study} and ${sapDocument}`),
  missing_fx_currency: finding(
    'missing_fx_rate',
    `${study} and detail like '%' || $currency || '%'`,
  ),
  orphan_payment: finding('payment_without_invoice', 'entity_id = $document'),
  po_overspend: finding('order_overspent', `${study} and entity_id = $purchase_order`),
  prepaid_contract: finding('prepaid_contract', `${study} and entity_id = $contract_id`),
  screen_failure_cap_overbilled: finding(
    'invoice_not_posted',
    `entity_id like '%|' || $invoice_number`,
  ),
  stale_prepayment: finding('stale_prepayment', `${study} and entity_id = $contract_id`),
  superseded_rate_billed: finding('posted_at_other_amount', `${study} and entity_id = $invoice_id`),
  systematic_under_accrual: finding(
    'accrued_below_earned',
    `${study} and entity_id = $contract_id`,
  ),
  unbalanced_journal: finding('unbalanced_document', `entity_id = $document`),
  unknown_vendor_invoice: finding('unknown_vendor', `entity_id = $recorded_vendor_id`),
  unpriced_visit: finding('unpriced_event', `${site} and entity_id like '%|' || $visit_id`),
  vendor_renamed: finding('vendor_renamed', `entity_id = $vendor_id`),
  weekend_rate_missing: finding('missing_book_rate', `${study} and ${sapDocument}`),
  wrong_currency_invoice: finding(
    'posted_in_other_currency',
    `${study} and entity_id = $invoice_id`,
  ),
};
