import type { Column } from '../../components/DataTable.tsx';
import { Sparkline } from '../../components/Sparkline.tsx';
import { noValue } from '../../format/cell.ts';
import { groupDecimal } from '../../format/decimal.ts';
import { integer, percent, signed } from '../../format/number.ts';
import { words } from '../../format/words.ts';
import { hrefTo } from '../../state/filters.ts';
import { studyPath } from '../../state/route.ts';
import type { Cell } from '../../wire/types.ts';
import { isFlat } from '../cumulate.ts';
import type { SortKey } from '../sort.ts';
import { Status } from './Status.tsx';
import type { StudyRow } from './studies.ts';

export interface StudyColumn extends Column<StudyRow> {
  readonly key: (row: StudyRow) => SortKey;
}

const levelRank = { off_plan: 3, watch: 2, on_plan: 1, no_plan: 0 };

/** Off plan before watch before on plan; within one level by how far off. */
export function offPlanKey({ standing }: StudyRow): number {
  return levelRank[standing.level] * 1000 + standing.score;
}

function exact(cell: Cell): string | undefined {
  return cell === null ? undefined : groupDecimal(String(cell), 0);
}

const optional = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? noValue : format(value);

function trend({ studyId, months }: StudyRow): string {
  const first = months[0];
  const last = months.at(-1);
  if (!first || !last) return `${studyId}: no enrolment yet`;
  return `${first.month} to ${last.month}: from ${integer(first.enrolled ?? 0)} to ${integer(last.enrolled ?? 0)} enrolled`;
}

function Enrollment({ row }: { row: StudyRow }) {
  const { enrolled, plannedToDate, attainment, months } = row;
  return (
    <div class="with-sparkline">
      {isFlat(months) ? (
        <span />
      ) : (
        <Sparkline
          label={trend(row)}
          enrolled={months.map((month) => month.enrolled)}
          planned={months.map((month) => month.planned)}
        />
      )}
      <span>
        {optional(enrolled, integer)}
        <span class="muted">{plannedToDate ? ` / ${integer(plannedToDate)}` : ' / no plan'}</span>
        {attainment !== undefined && <span class="second">{percent(attainment)} of plan</span>}
      </span>
    </div>
  );
}

function Spend({ row: { spend, budget, spendShare } }: { row: StudyRow }) {
  return (
    <>
      {exact(spend) ?? noValue}
      {budget !== undefined && <span class="muted"> / {exact(budget) ?? 'no budget'}</span>}
      {spendShare !== undefined && <span class="second">{percent(spendShare)} of budget</span>}
    </>
  );
}

const columns: readonly StudyColumn[] = [
  {
    id: 'study',
    label: 'Study',
    rowHeader: true,
    key: ({ studyId }) => studyId,
    cell: ({ studyId, name, phase, status }) => (
      <>
        <a href={hrefTo(studyPath(studyId))}>{studyId}</a>
        <span class="second">{name}</span>
        <span class="second">
          {[phase, status && words(status).toLowerCase()].filter(Boolean).join(' · ')}
        </span>
      </>
    ),
  },
  {
    id: 'standing',
    label: 'Standing',
    kind: 'sentence',
    isWorseAbove: true,
    key: offPlanKey,
    cell: ({ standing }) => (
      <>
        <Status level={standing.level} />
        {standing.reasons.length > 0 && <span class="second">{standing.reasons.join('; ')}</span>}
      </>
    ),
  },
  {
    id: 'enrollment',
    label: 'Enrolled / plan to date',
    kind: 'number',
    key: ({ attainment }) => attainment,
    cell: (row) => <Enrollment row={row} />,
  },
  {
    id: 'slip',
    label: 'Milestone slip (days)',
    kind: 'number',
    isWorseAbove: true,
    key: ({ slipDays }) => slipDays,
    cell: ({ slipDays, pastDue }) => (
      <>
        {optional(slipDays, signed)}
        {pastDue !== undefined && pastDue > 0 && (
          <span class="second">{integer(pastDue)} past due</span>
        )}
      </>
    ),
  },
  {
    id: 'overdue',
    label: 'Overdue visits',
    kind: 'number',
    isWorseAbove: true,
    key: ({ overdueVisits }) => overdueVisits,
    cell: ({ overdueVisits }) => optional(overdueVisits, integer),
  },
  {
    id: 'timeliness',
    label: 'Reports on time',
    kind: 'number',
    key: ({ timeliness }) => timeliness,
    cell: ({ timeliness }) => optional(timeliness, percent),
  },
];

const findings: StudyColumn = {
  id: 'findings',
  label: 'Data findings',
  kind: 'number',
  isWorseAbove: true,
  key: (row) => row.findings,
  cell: (row) => optional(row.findings, integer),
};

/** The columns of the study table; the money column only when a currency is given. */
export function studyColumns(currency: string | undefined): StudyColumn[] {
  if (currency === undefined) return [...columns, findings];
  const spend: StudyColumn = {
    id: 'spend',
    label: `Spend / budget to date${currency === '' ? '' : ` (${currency})`}`,
    kind: 'number',
    key: ({ spendShare }) => spendShare,
    cell: (row) => <Spend row={row} />,
  };
  return [...columns, spend, findings];
}
