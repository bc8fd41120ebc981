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
  readonly budget: Cell;
  readonly spendShare: number | undefined;
  readonly findings: number | undefined;
  readonly standing: Standing;
}

export interface StudyTables {
  readonly studies: Table;
  readonly study_enrollment: Table;
  readonly study_oversight: Table;
  readonly study_months: Table;
  readonly study_spend?: Table;
}

const sparklineMonths = 18;

function rowOf(
  studyId: string,
  study: Row,
  enrollment: Row,
  oversight: Row,
  money: Row,
  months: readonly EnrollmentMonth[],
): StudyRow {
  const attainment = numberIn(enrollment.enrollment_attainment);
  const slipDays = numberIn(oversight.milestone_slip_days);
  const overdueVisits = numberIn(oversight.overdue_visits);
  const timeliness = numberIn(oversight.report_timeliness);
  const spendShare = numberIn(money.spend_share_of_budget);
  return {
    studyId,
    name: textIn(study.study_name),
    phase: textIn(study.phase),
    status: textIn(study.study_status),
    enrolled: numberIn(enrollment.subjects_enrolled),
    plannedToDate: numberIn(enrollment.planned_enrolled),
    attainment,
    months,
    slipDays,
    pastDue: numberIn(oversight.milestones_past_due),
    overdueVisits,
    timeliness,
    spend: money.spend_actual ?? null,
    budget: money.spend_budget ?? null,
    spendShare,
    findings: numberIn(oversight.data_findings),
    standing: judge({
      enrollmentAttainment: attainment,
      milestoneSlipDays: slipDays,
      overdueVisits,
      overdueVisitDays: numberIn(oversight.monitoring_overdue_days_max),
      reportTimeliness: timeliness,
      spendShareOfBudget: spendShare,
    }),
  };
}

function recent(months: readonly EnrollmentMonth[], asOf: string): EnrollmentMonth[] {
  const past = months.filter(({ month }) => month <= asOf.slice(0, 7));
  return past.slice(-sparklineMonths);
}

/** The studies that any of the filtered answers names, each with its measures. */
export function studyRows(tables: StudyTables, asOf: string): StudyRow[] {
  const studies = indexBy(tables.studies.rows, 'study_id');
  const enrollment = indexBy(tables.study_enrollment.rows, 'study');
  const oversight = indexBy(tables.study_oversight.rows, 'study');
  const money = indexBy(tables.study_spend?.rows ?? [], 'study');
  const months = groupBy(tables.study_months.rows, 'study');
  const named = new Set([...enrollment.keys(), ...oversight.keys(), ...money.keys()]);
  return [...named].map((studyId) =>
    rowOf(
      studyId,
      studies.get(studyId) ?? {},
      enrollment.get(studyId) ?? {},
      oversight.get(studyId) ?? {},
      money.get(studyId) ?? {},
      recent(cumulate(months.get(studyId) ?? [], asOf), asOf),
    ),
  );
}
