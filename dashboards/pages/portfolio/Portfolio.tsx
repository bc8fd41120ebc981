import { FilterBar } from '../../components/FilterBar.tsx';
import { filterNames } from '../../state/filters.ts';
import { EnrollmentTile } from '../EnrollmentTile.tsx';
import { Announcement } from './Announcement.tsx';
import { Kpis } from './Kpis.tsx';
import { StudyTable } from './StudyTable.tsx';

/** Which studies are off plan, by how much, and why. */
export function Portfolio() {
  return (
    <>
      <h1>Portfolio</h1>
      <FilterBar names={filterNames} />
      <Announcement />
      <Kpis />
      <StudyTable />
      <EnrollmentTile monthly="enrollment" toDate="kpi_enrollment" />
    </>
  );
}
