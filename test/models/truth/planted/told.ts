/**
 * Where a planted fault is told by the warehouse: a query that has a row if it is. Its parameters are parts of the place of
 * the fault (`$site_id`).
 */
export type Told = string;

/** A row of `marts.data_findings` that names the place of the fault. */
export const finding = (kind: string, where: string): Told =>
  `select 1 from marts.data_findings where kind = '${kind}' and ${where}`;

/** A row of a mart from which a metric counts the fault. */
export const row = (mart: string, where: string): Told =>
  `select 1 from marts.${mart} where ${where}`;

/** A version of a row: what was known, and until when. */
export const version = (feed: string, where: string): Told =>
  `select 1 from intermediate.int_${feed}_versions where ${where}`;

export const study = 'study_id = $study_id';
export const site = `${study} and site_id = $site_id`;
export const today = '(select as_of_date from intermediate.int_as_of)';
