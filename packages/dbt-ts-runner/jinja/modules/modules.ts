import { type HostObject, hostObject } from '../values/host.ts';
import { datetimeModule } from './datetime.ts';
import { itertoolsModule } from './itertools.ts';
import { Moment } from './moment.ts';
import { momentObject } from './moment-object.ts';
import { reModule } from './re.ts';
import { pytzModule } from './timezone.ts';

/**
 * dbt's `modules`: `re`, `datetime`, `pytz` and `itertools`, as far as templates use them.
 * `clock` tells the time that `datetime.now()` gives.
 */
export function pythonModules(clock: () => Date = () => new Date()): HostObject {
  const modules = {
    re: reModule(),
    datetime: datetimeModule(clock),
    pytz: pytzModule(),
    itertools: itertoolsModule(),
  };
  return hostObject({ type: 'dict', attributes: modules, mapping: true });
}

/** A Python datetime in UTC, such as `run_started_at`. */
export function utcDatetime(date: Date): HostObject {
  return momentObject(new Moment('datetime', date.getTime() * 1000, 0));
}
