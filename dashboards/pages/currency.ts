import { answerOf } from '../state/query.ts';
import { textIn } from '../wire/cells.ts';
import type { ListRequest } from '../wire/types.ts';

/** One ledger line is enough to know the currency that money is reported in. */
export const currencyQuery: ListRequest = {
  list: 'spend',
  columns: ['reporting_currency'],
  limit: 1,
};

/** ISO 4217 code of the reporting currency; empty while it is not known. */
export function reportingCurrency(): string {
  return textIn(answerOf('currency').table?.rows[0]?.reporting_currency) ?? '';
}
