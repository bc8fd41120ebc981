import { Decimal } from '../decimal.ts';

/** One side of a control: what it is, and its value with the formula that recomputes it. */
export type Side = {
  readonly label: string;
  readonly value: Decimal;
  /** Absent where the value comes from the warehouse and has nothing to recompute it from. */
  readonly formula?: string;
};

export type ControlStatus = 'PASS' | 'FAIL' | 'NOT EVALUATED' | 'OUT OF SCOPE' | 'NOTE';

/** Statuses that do not keep the journal from being posted. */
export const harmless: readonly ControlStatus[] = ['PASS', 'OUT OF SCOPE', 'NOTE'];

type Common = { readonly id: string; readonly title: string; readonly owner: string };

/**
 * A check that must hold before the journal is posted. One that cannot be evaluated blocks like a
 * failed one; one out of scope says why it does not apply and does not block; one that informs
 * has a tolerance of its own and beyond it notes the difference without blocking.
 */
export type Control =
  | (Common & {
      readonly kind: 'evaluated';
      readonly left: Side;
      readonly right: Side;
      readonly isMoney: boolean;
      readonly evidence: string;
      /** What is wrong, with counts and amounts, when the two sides differ. */
      readonly finding: string;
      readonly informs?: Side;
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
      const allowed = control.informs?.value ?? (control.isMoney ? tolerance : Decimal.zero);
      if (difference.compare(allowed) <= 0) return 'PASS';
      return control.informs === undefined ? 'FAIL' : 'NOTE';
    }
  }
}

/** The sentence that explains a status: the finding, the evidence, or why there is none. */
export function reasonOf(control: Control, status: ControlStatus): string {
  if (control.kind !== 'evaluated') return control.reason;
  return status === 'PASS' ? control.evidence : `${control.finding}. ${control.evidence}`;
}

export type ReportStatus = 'READY TO POST' | 'BLOCKED';

/** Ready only when every control passes or is declared out of scope. */
export function reportStatus(statuses: readonly ControlStatus[]): ReportStatus {
  const isHeld = statuses.every((status) => harmless.includes(status));
  return statuses.length > 0 && isHeld ? 'READY TO POST' : 'BLOCKED';
}
