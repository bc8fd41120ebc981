import type { Cell } from '../field.ts';
import { cellText, copyJson, isObject, type Json } from '../json-tree.ts';
import { at, items, take, takeItems } from '../pluck.ts';
import type { RowSink } from '../reader.ts';
import * as tables from './design-tables.ts';
import { type Table, writeRows } from './shape.ts';

type Write = (
  table: Table<tables.Design>,
  objects: readonly Json[],
  more?: readonly Cell[],
) => void;

const cellsAt = (tree: Json, ...keys: readonly string[]): readonly Cell[] =>
  keys.map((key) => cellText(at(tree, key)));

const writeTimelines = (design: Json, write: Write): void => {
  for (const timeline of items(design, 'scheduleTimelines')) {
    const place = cellsAt(timeline, 'id', 'name', 'mainTimeline');
    const instances = takeItems(timeline, 'instances');
    for (const instance of instances) {
      const scheduled = items(instance, 'activityIds').map((id) => new Map([['activity_id', id]]));
      write(tables.SCHEDULED_ACTIVITY, scheduled, [
        ...place,
        ...cellsAt(instance, 'id', 'encounterId'),
      ]);
    }
    write(tables.SCHEDULED_INSTANCE, instances, place);
    write(tables.TIMING, takeItems(timeline, 'timings'), place);
  }
};

/** Writes the population and its cohorts; leaves the planned numbers for the design's own row. */
const writePopulations = (design: Json, write: Write): void => {
  const populations = items(take(design, 'population') ?? take(design, 'populations'));
  const [first] = populations;
  if (isObject(design) && isObject(first)) {
    const numbers = ['plannedEnrollmentNumber', 'plannedCompletionNumber'] as const;
    const left = numbers.map((key) => [key, copyJson(first.get(key) ?? null)] as const);
    design.set('population', new Map(left));
  }
  const criteria = populations.flatMap((each) => takeItems(each, 'criteria'));
  write(tables.ELIGIBILITY, [...takeItems(design, 'eligibilityCriteria'), ...criteria]);
  const cohorts = populations.flatMap((each) => takeItems(each, 'cohorts'));
  write(tables.POPULATION, [...populations, ...cohorts]);
};

/** Rows of the study designs of one version; `criteria` are the texts that its eligibility criteria refer to. */
export const writeDesigns = (
  designs: readonly Json[],
  keys: readonly Cell[],
  criteria: readonly Json[],
  sink: RowSink,
): void => {
  for (const design of designs) {
    const context = tables.designOf(copyJson(design), criteria);
    const own = [...keys, ...cellsAt(design, 'id')];
    const write: Write = (table, objects, more = []) =>
      writeRows(table, context, [...own, ...more], objects, sink);
    writeTimelines(design, write);
    writePopulations(design, write);
    write(tables.ARM, takeItems(design, 'arms'));
    write(tables.EPOCH, takeItems(design, 'epochs'));
    write(tables.ELEMENT, takeItems(design, 'elements'));
    write(tables.CELL, takeItems(design, 'studyCells'));
    write(tables.ENCOUNTER, takeItems(design, 'encounters'));
    write(tables.ACTIVITY, takeItems(design, 'activities'));
    const objectives = takeItems(design, 'objectives');
    for (const objective of objectives)
      write(tables.ENDPOINT, takeItems(objective, 'endpoints'), cellsAt(objective, 'id'));
    write(tables.OBJECTIVE, objectives);
    writeRows(tables.STUDY_DESIGN, context, keys, [design], sink);
  }
};
