import { beforeEach, describe, expect, test } from 'vitest';
import {
  inCountries,
  isBudgetLeftOut,
  limitsOf,
  underFilters,
} from '../../../dashboards/pages/scope.ts';
import { definitions } from '../../../dashboards/state/definitions.ts';
import { parseChosen } from '../../../dashboards/state/filters.ts';
import { session } from '../../../dashboards/state/session.ts';

const spend = ['spend_actual', 'spend_budget'];
const inGermany = parseChosen('?country=DE');
const germanPhase2 = parseChosen('?country=DE&phase=2');

beforeEach(() => {
  const label = 'Budget to date';
  definitions.value = new Map([
    ['spend_actual', { name: 'spend_actual', dimensions: ['study', 'phase', 'country'] }],
    ['spend_budget', { name: 'spend_budget', label, dimensions: ['study', 'phase'] }],
  ]);
});

describe('metrics under filters', () => {
  test('all are asked when every filter applies', () => {
    const filters = parseChosen('?phase=2');
    expect(underFilters(spend, filters)).toEqual({
      metrics: spend,
      where: [{ dimension: 'phase', op: 'in', values: ['2'] }],
    });
    expect(limitsOf(spend, filters)).toEqual([]);
  });

  test('those a filter does not apply to are left out, and named', () => {
    expect(underFilters(spend, inGermany)).toEqual({
      metrics: ['spend_actual'],
      where: [{ dimension: 'country', op: 'in', values: ['DE'] }],
    });
    expect(limitsOf(spend, inGermany)).toEqual([
      'Not recorded by country, so left out: budget to date.',
    ]);
  });

  test('a tile of nothing else keeps the filters it can and says which it cannot', () => {
    expect(underFilters(['spend_budget'], germanPhase2)).toEqual({
      metrics: ['spend_budget'],
      where: [{ dimension: 'phase', op: 'in', values: ['2'] }],
    });
    expect(limitsOf(['spend_budget'], germanPhase2)).toEqual([
      'Not filtered by country: not recorded at that grain.',
    ]);
  });

  test('what always holds comes first', () => {
    const study = { dimension: 'study', op: 'in', values: ['S-1'] } as const;
    expect(underFilters(spend, parseChosen(''), [study]).where).toEqual([study]);
  });
});

describe('what a sentence covers', () => {
  const seenBy = (...granted: string[]) => {
    session.value = { viewer: { id: 'demo', role: 'any', classes: granted }, roles: ['any'] };
  };

  test('the countries are named, without any nothing is', () => {
    expect(inCountries(parseChosen('?country=DE&country=CH'))).toBe(' in DE, CH');
    expect(inCountries(parseChosen('?phase=2'))).toBe('');
  });

  test('the budget is left out under countries, and only missed by who may see it', () => {
    seenBy('commercial');
    expect(isBudgetLeftOut(inGermany)).toBe(true);
    expect(isBudgetLeftOut(parseChosen('?phase=2'))).toBe(false);
    seenBy();
    expect(isBudgetLeftOut(inGermany)).toBe(false);
  });
});
