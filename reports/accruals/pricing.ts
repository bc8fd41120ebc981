const words: Readonly<Record<string, string>> = {
  priced: 'Priced',
  unpriced: 'No price',
  capped: 'Above the cap',
  out_of_contract: 'No contract in force',
  no_activity: 'No activity',
};

/** How a sheet says a pricing status; one that has no words yet is shown as it was delivered. */
export function pricingInWords(status: string): string {
  return words[status] ?? status;
}
