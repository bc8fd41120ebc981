import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDoor, type QueryRequest, viewerFor } from '@portolan/query';
import { expect, test } from 'vitest';
import { publish } from '../query/portfolio.ts';
import { modelsDir } from './project.ts';

/** Answers of the metrics of one file over marts in the small. */
async function answers(file: string, sql: string, request: QueryRequest): Promise<unknown[]> {
  const yaml = await readFile(join(modelsDir, 'metrics', file), 'utf8');
  const published = await publish({ sql: `create schema marts; ${sql}`, yaml });
  const door = await openDoor(published.home);
  try {
    return (await door.query(request, viewerFor('finance', 'test'))).rows();
  } finally {
    await door.close();
    await published.remove();
  }
}

test('a limit whose expected share is none, all or no share has no score, and leaves those of others', async () => {
  const rows = await answers(
    'quality_tolerance_limits.yml',
    `create table marts.tolerance_limits as select * from (values
       ('S1', 'missed_visit', 0.02, 0.05), ('S2', 'missed_visit', 0, 0.05), ('S3', 'missed_visit', 1, 1),
       ('S4', 'missed_visit', 12, 15)
     ) t(study_id, parameter, expected_share, limit_share)
     cross join (select date '2025-01-01' as valid_from, null::date as valid_to);
     create table marts.tolerance_observations as
       select 'S' || study as study_id, 'missed_visit' as parameter, 'DE' as country_code, 'a' as site_id,
         date '2026-01-10' as observed_date, case when visit <= 4 then date '2026-01-10' end as event_date
       from range(1, 5) studies(study), range(100) visits(visit);
     create table marts.tolerance_evaluations as select * from (values
       ('S1', 'missed_visit', false, date '2026-01-10', null::date)
     ) t(study_id, parameter, is_breached, evaluated_date, decided_date)`,
    { metrics: ['tolerance_missed_visit_score'], by: ['study'] },
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      {
        "study": "S1",
        "tolerance_missed_visit_score": 2.142857142857143,
      },
      {
        "study": "S2",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
      {
        "study": "S3",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
      {
        "study": "S4",
        "tolerance_missed_visit_score": null,
        "tolerance_missed_visit_score__not_evaluable": "undefined",
      },
    ]
  `);
});
