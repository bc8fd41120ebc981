import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate } from '../../../fixtures/index.ts';
import {
  compared,
  type Finding,
  faultsIn,
  isForIngest,
  loadPortfolio,
  type TrueFault,
} from './findings.ts';

/**
 * Everything that is delivered is loaded in order, and what ingest says is held against what was planted. Truth tells which faults a
 * file shows by itself (`refused`, `told`); of those that are read as meant, withheld, or found only by comparing nothing may
 * be said here: they belong to values, privacy and models. `test/faults/planted.ts` does the same for other sizes.
 */
describe('the small reference portfolio, loaded as it is delivered', () => {
  let root: string;
  let faults: readonly TrueFault[];
  let findings: readonly Finding[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'portolan-planted-'));
    await generate({ size: 'small', seed: 1, out: join(root, 'small') });
    faults = await faultsIn(join(root, 'small'));
    findings = (await loadPortfolio(join(root, 'small'), join(root, 'home'))).findings;
  }, 1_200_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('every planted data fault that a file shows is found where it stands, by its rule', () => {
    expect(faults.filter(isForIngest).length).toBeGreaterThan(30);
    expect(compared(faults, findings).missed).toEqual([]);
  });

  test('nothing else is found', () => {
    expect(compared(faults, findings).falseAlarms).toEqual([]);
  });
});
