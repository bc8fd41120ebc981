import { count } from '../../format/number.ts';
import { chosen, filterNames } from '../../state/filters.ts';
import { answerOf } from '../../state/query.ts';
import { indexBy } from '../../wire/cells.ts';

/** Tells a screen reader what the filters left, once the answer is there. */
export function Announcement() {
  const { status, table } = answerOf('study_measures');
  const values = filterNames.reduce((sum, name) => sum + chosen.value[name].length, 0);
  const studies = indexBy(table?.rows ?? [], 'study').size;
  return (
    <p class="hidden" role="status">
      {status === 'ready' &&
        `${count(studies, 'study', 'studies')}, ${count(values, 'filter')} in force.`}
    </p>
  );
}
