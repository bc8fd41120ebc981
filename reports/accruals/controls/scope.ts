import type { Control } from '../control.ts';

/** Controls of the close that this workbook does not make, each with the reason printed. */
export const controlsOutOfScope: readonly Control[] = [
  {
    kind: 'out_of_scope',
    id: 'C12',
    title: 'No purchase order is overspent',
    owner: 'Procurement',
    reason: 'Orders are checked in the ERP; the liability does not depend on their limits.',
  },
  {
    kind: 'out_of_scope',
    id: 'C13',
    title: 'Maker and checker of an adjustment differ',
    owner: 'Clinical finance',
    reason: 'The workbook holds no manual adjustment.',
  },
  {
    kind: 'out_of_scope',
    id: 'C14',
    title: 'The period is open in the ledger',
    owner: 'General ledger',
    reason: 'Period status is kept and enforced by the ERP.',
  },
  {
    kind: 'out_of_scope',
    id: 'C16',
    title: 'Subjects and randomised count equal those of the EDC',
    owner: 'Data owner',
    reason:
      'Events are the visits of the EDC itself; enrolment counts are no part of this workbook.',
  },
  {
    kind: 'out_of_scope',
    id: 'C17',
    title: 'No volatile function and no external link',
    owner: 'Portolan',
    reason: 'The writer refuses such a formula: this file could not exist with one.',
  },
];
