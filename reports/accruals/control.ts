import { Decimal } from '../decimal.ts';

/** One side of a control: what it is, and its value with the formula that recomputes it. */
export type Side = {
  readonly label: string;
  readonly value: Decimal;
  /** Absent where the value comes from the warehouse and has nothing to recompute it from. */
  readonly formula?: string;
};

export type ControlStatus = 'PASS' | 'FAIL' | 'NOT EVALUATED' | 'OUT OF SCOPE';

type Common = { readonly id: string; readonly title: string; readonly owner: string };

/**
 * A check that must hold before the journal is posted. One that cannot be evaluated blocks like a
 * failed one; one out of scope says why it does not apply and does not block.
 */
export type Control =
  | (Common & {
      readonly kind: 'evaluated';
      readonly left: Side;
      readonly right: Side;
      readonly isMoney: boolean;
      readonly evidence: string;
    })
  | (Common & { readonly kind: 'not_evaluated'; readonly reason: string })
  | (Common & { readonly kind: 'out_of_scope'; readonly reason: string });

export function statusOf(control: Control, tolerance: Decimal): ControlStatus {
  switch (control.kind) {
    case 'not_evaluated':
      return 'NOT EVALUATED';
    case 'out_of_scope':
      return 'OUT OF SCOPE';
    case 'evaluated': {
      const difference = control.left.value.minus(control.right.value).abs();
      const allowed = control.isMoney ? tolerance : Decimal.zero;
      return difference.compare(allowed) <= 0 ? 'PASS' : 'FAIL';
    }
  }
}

export type ReportStatus = 'READY TO POST' | 'BLOCKED';

/** Ready only when every control passes or is declared out of scope. */
export function reportStatus(statuses: readonly ControlStatus[]): ReportStatus {
  const isHeld = statuses.every((status) => status === 'PASS' || status === 'OUT OF SCOPE');
  return statuses.length > 0 && isHeld ? 'READY TO POST' : 'BLOCKED';
}
