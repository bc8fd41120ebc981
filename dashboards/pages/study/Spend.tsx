import { useCallback } from 'preact/hooks';
import type { Frame } from '../../charts/frame.ts';
import { type SpendMonth, spendChart } from '../../charts/spend.ts';
import { Chart } from '../../components/Chart.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Tile, type TileIds } from '../../components/Tile.tsx';
import { noValue } from '../../format/cell.ts';
import { monthOf } from '../../format/date.ts';
import { groupDecimal } from '../../format/decimal.ts';
import { shortMoney } from '../../format/money.ts';
import { percent } from '../../format/number.ts';
import { classes } from '../../state/session.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Cell, Row, Table } from '../../wire/types.ts';
import { reportingCurrency } from '../currency.ts';
import { asOfDay, inCountries, isBudgetLeftOut } from '../scope.ts';
import { spendMetrics, studyLimits } from './queries.ts';

function monthsOf({ rows }: Table): SpendMonth[] {
  return rows
    .flatMap((row) => {
      const month = textIn(row.month);
      if (month === undefined) return [];
      const actual = numberIn(row.spend_actual);
      return [{ month: monthOf(month), actual, budget: numberIn(row.spend_budget_total) }];
    })
    .sort((a, b) => a.month.localeCompare(b.month));
}

function exact(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? noValue : groupDecimal(String(cell), 2);
}

function columnsIn(currency: string): Column<Row>[] {
  const amount = (id: string, label: string): Column<Row> => ({
    id,
    label: currency === '' ? label : `${label} (${currency})`,
    kind: 'number',
    cell: (row) => exact(row[id]),
  });
  return [
    {
      id: 'month',
      label: 'Month',
      rowHeader: true,
      cell: (row) => monthOf(textIn(row.month) ?? ''),
    },
    amount('spend_actual', 'Spend'),
    amount('spend_budget_total', 'Budget'),
  ];
}

function sentence(total: Table): string {
  const currency = reportingCurrency();
  const spent = numberIn(total.rows[0]?.spend_actual) ?? 0;
  const budget = numberIn(total.rows[0]?.spend_budget);
  const share = numberIn(total.rows[0]?.spend_share_of_budget);
  const lead = `${shortMoney(spent, currency)} spent${inCountries()} by ${asOfDay()}`;
  if (isBudgetLeftOut())
    return `${lead}. The budget is not kept by country, so spend has no comparison here.`;
  if (budget === undefined || share === undefined) return `${lead}; there is no budget.`;
  return `${lead} of ${shortMoney(budget, currency)} budgeted to date (${percent(share)}).`;
}

function Bars({ table, ids }: { table: Table; ids: TileIds }) {
  const draw = useCallback(
    (frame: Frame) => spendChart(monthsOf(table), { ...frame, currency: reportingCurrency() }),
    [table],
  );
  return (
    <Chart
      ids={ids}
      draw={draw}
      legend={[
        { label: 'Spend', swatch: 'box series-1' },
        ...(isBudgetLeftOut() ? [] : [{ label: 'Budget', swatch: 'line-solid series-2' }]),
      ]}
    />
  );
}

/** Spend by month against budget; for viewers who may not see money, a sentence saying so. */
export function Spend() {
  if (!classes.value.has('commercial')) {
    return (
      <section class="tile" data-tile="spend" data-state="withheld">
        <h2>Spend against budget</h2>
        <p class="limit">Not shown: this role may not see money.</p>
      </section>
    );
  }
  return (
    <Tile
      tile="spend"
      title="Spend against budget"
      queries={['spend', 'spend_to_date']}
      exported={['spend']}
      metrics={spendMetrics}
      limits={isBudgetLeftOut() ? [] : studyLimits(spendMetrics)}
      isEmpty={({ spend }) => spend.rows.length === 0}
      takeaway={({ spend_to_date }) => sentence(spend_to_date)}
      picture={({ spend }, ids) => <Bars table={spend} ids={ids} />}
      table={({ spend }) => (
        <DataTable
          caption="Spend against budget by month"
          columns={columnsIn(reportingCurrency())}
          rows={spend.rows.toSorted((a, b) => String(a.month).localeCompare(String(b.month)))}
          keyOf={(row) => String(row.month)}
        />
      )}
    />
  );
}
