import { FilterBar } from '../../components/FilterBar.tsx';
import { noValue } from '../../format/cell.ts';
import { integer } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { hrefTo } from '../../state/filters.ts';
import { answerOf } from '../../state/query.ts';
import { numberIn, textIn } from '../../wire/cells.ts';
import type { Cell, Row } from '../../wire/types.ts';
import { EnrollmentTile } from '../EnrollmentTile.tsx';
import { inCountries, isBudgetLeftOut } from '../scope.ts';
import { Findings, OverdueVisits } from './Lists.tsx';
import { Milestones } from './Milestones.tsx';
import { Reports } from './Monitoring.tsx';
import { Sites } from './Sites.tsx';
import { Spend } from './Spend.tsx';

function plain(cell: Cell | undefined): string {
  const number = numberIn(cell);
  return typeof cell === 'string' ? cell : number === undefined ? noValue : integer(number);
}

const facts: readonly (readonly [string, (row: Row) => string])[] = [
  ['Status', (row) => words(textIn(row.study_status) ?? 'unknown')],
  ['Phase', (row) => plain(row.phase)],
  ['Programme', (row) => plain(row.programme)],
  ['Product', (row) => plain(row.product)],
  ['Therapeutic area', (row) => plain(row.therapeutic_area)],
  ['Indication', (row) => plain(row.indication)],
  ['Planned sites', (row) => plain(row.planned_sites)],
  ['Planned subjects', (row) => plain(row.planned_subjects)],
  ['Enrolled means', (row) => words(textIn(row.enrolled_definition) ?? noValue)],
  ['First patient, first visit', (row) => plain(row.actual_fpfv_date)],
  ['Last patient, first visit, planned', (row) => plain(row.planned_lpfv_date)],
  ['Last patient, last visit, planned', (row) => plain(row.planned_lplv_date)],
];

function Facts({ row }: { row: Row }) {
  return (
    <>
      <p class="lead">{textIn(row.protocol_title) ?? textIn(row.study_name)}</p>
      <dl class="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text(row)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Says under a country filter what the page covers and what it leaves out. */
function Coverage() {
  const where = inCountries();
  if (where === '') return null;
  const missing = isBudgetLeftOut() ? '; budget is not by country and is left out' : '';
  return <p class="coverage">{`What follows is the study${where}${missing}.`}</p>;
}

/** One study: how it enrols, where, how it is monitored, what it costs, what its data lack. */
export function Study({ studyId }: { studyId: string }) {
  const { status, table } = answerOf('facts');
  const row = table?.rows[0];
  if (status === 'ready' && !row) {
    return (
      <>
        <h1>Study {studyId}</h1>
        <p>
          There is no such study, or it lies outside what you may see.{' '}
          <a href={hrefTo('/')}>Portfolio</a>
        </p>
      </>
    );
  }
  return (
    <>
      <p class="crumb">
        <a href={hrefTo('/')}>Portfolio</a>
      </p>
      <h1>Study {studyId}</h1>
      {row && <Facts row={row} />}
      <FilterBar names={['country']} />
      <Coverage />
      <div class="grid">
        <EnrollmentTile monthly="curve" toDate="to_date" />
        <Milestones />
        <Reports />
        <OverdueVisits />
        <Spend />
        <Findings />
        <Sites />
      </div>
    </>
  );
}
