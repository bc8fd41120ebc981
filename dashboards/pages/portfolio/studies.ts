import type { EnrollmentMonth } from '../../charts/enrollment.ts';
import { groupBy, indexBy, numberIn, textIn } from '../../wire/cells.ts';
import type { Cell, Row, Table } from '../../wire/types.ts';
import { cumulate } from '../cumulate.ts';
import { judge, type Standing } from './standing.ts';

/** One study of the portfolio with everything its row shows. */
export interface StudyRow {
  readonly studyId: string;
  readonly name: string | undefined;
  readonly phase: string | undefined;
  readonly status: string | undefined;
  readonly enrolled: number | undefined;
  readonly plannedToDate: number | undefined;
  readonly attainment: number | undefined;
  readonly months: readonly EnrollmentMonth[];
  readonly slipDays: number | undefined;
  readonly pastDue: number | undefined;
  readonly overdueVisits: number | undefined;
  readonly timeliness: number | undefined;
  readonly spend: Cell;
  /** Undefined where it was not asked for, null where there is none. */
  readonly budget: Cell | undefined;
  readonly spendShare: number | undefined;
  readonly findings: number | undefined;
  readonly standing: Standing;
}

export interface StudyTables {
  readonly studies: Table;
  readonly study_measures: Table;
  readonly study_months: Table;
}

const sparklineMonths = 18;

function rowOf(
  studyId: string,
  study: Row,
  measures: Row,
  months: readonly EnrollmentMonth[],
): StudyRow {
  const attainment = numberIn(measures.enrollment_attainment);
  const slipDays = numberIn(measures.milestone_slip_days);
  const pastDue = numberIn(measures.milestones_past_due);
  const overdueVisits = numberIn(measures.overdue_visits);
  const timeliness = numberIn(measures.report_timeliness);
  const spendShare = numberIn(measures.spend_share_of_budget);
  return {
    studyId,
    name: textIn(study.study_name),
    phase: textIn(study.phase),
    status: textIn(study.study_status),
    enrolled: numberIn(measures.subjects_enrolled),
    plannedToDate: numberIn(measures.planned_enrolled),
    attainment,
    months,
    slipDays,
    pastDue,
    overdueVisits,
    timeliness,
    spend: measures.spend_actual ?? null,
    budget: measures.spend_budget,
    spendShare,
    findings: numberIn(measures.data_findings),
    standing: judge({
      enrollmentAttainment: attainment,
      milestoneSlipDays: slipDays,
      milestonesPastDue: pastDue,
      overdueVisits,
      overdueVisitDays: numberIn(measures.monitoring_overdue_days_max),
      reportTimeliness: timeliness,
      spendShareOfBudget: spendShare,
    }),
  };
}

function recent(months: readonly EnrollmentMonth[], asOf: string): EnrollmentMonth[] {
  const past = months.filter(({ month }) => month <= asOf.slice(0, 7));
  return past.slice(-sparklineMonths);
}

/** The studies that the filtered answer names, each with its measures. */
export function studyRows(tables: StudyTables, asOf: string): StudyRow[] {
  const studies = indexBy(tables.studies.rows, 'study_id');
  const months = groupBy(tables.study_months.rows, 'study');
  return [...indexBy(tables.study_measures.rows, 'study')].map(([studyId, measures]) =>
    rowOf(
      studyId,
      studies.get(studyId) ?? {},
      measures,
      recent(cumulate(months.get(studyId) ?? [], asOf), asOf),
    ),
  );
}
