import { date, formula, id, number, text } from '../../workbook/cell.ts';
import { type ListingColumn, layOut } from '../../workbook/listing.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import type { Invoice } from '../marts.ts';
import { netOf, treatmentOf } from '../treatment.ts';

/** Every invoice received up to the period, and whether it reduces a liability. */
export function invoicesSheet(
  { marts, period, lines, lineOf }: AccrualFigures,
  layout: Layouts,
): Sheet {
  const treatment = treatmentOf(lines.map(({ line }) => line));
  const columns: Record<(typeof layout.invoices.keys)[number], ListingColumn<Invoice>> = {
    line: {
      header: 'Line',
      width: 8,
      cell: (bill) => id(lineOf(bill.contract, bill.currency)),
    },
    study: { header: 'Study', width: 14, cell: (bill) => id(bill.study) },
    site: { header: 'Site', width: 10, cell: (bill) => id(bill.site) },
    vendor: { header: 'Vendor', width: 12, cell: (bill) => id(bill.vendor) },
    contract: { header: 'Contract', width: 16, cell: (bill) => id(bill.contract) },
    id: { header: 'Invoice id', width: 16, cell: (bill) => id(bill.id) },
    number: { header: 'Invoice number', width: 16, cell: (bill) => id(bill.number) },
    invoiceDate: { header: 'Invoice date', width: 11, cell: (bill) => date(bill.invoiceDate) },
    receivedDate: { header: 'Received', width: 11, cell: (bill) => date(bill.receivedDate) },
    serviceFrom: { header: 'Service from', width: 11, cell: (bill) => date(bill.serviceFrom) },
    serviceTo: { header: 'Service to', width: 11, cell: (bill) => date(bill.serviceTo) },
    period: { header: 'Booked in period', width: 10, cell: (bill) => id(bill.period) },
    status: { header: 'Status', width: 12, cell: (bill) => text(bill.status) },
    currency: { header: 'Currency', width: 10, cell: (bill) => id(bill.currency) },
    amount: { header: 'Amount, invoice currency', width: 14, cell: (bill) => number(bill.amount) },
    recoverableTax: {
      header: 'Tax recovered',
      width: 12,
      cell: (bill) => number(bill.recoverableTax),
    },
    net: {
      header: 'Billed for work',
      width: 14,
      cell: (bill, at) => formula(`ROUND(${at('amount')}-${at('recoverableTax')},4)`, netOf(bill)),
    },
    treatment: { header: 'Treatment', width: 16, cell: (bill) => text(treatment(bill)) },
  };
  return layOut({
    listing: layout.invoices,
    title: 'Invoices',
    note: `One row per invoice booked up to ${period.end}. Only invoices marked Counted reduce a liability.`,
    frozenColumns: 6,
    items: marts.invoices,
    columns,
  });
}
