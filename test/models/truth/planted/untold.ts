/** Kinds of faults that the warehouse does not tell, and why it cannot. */
export const untold: Readonly<Record<string, string>> = {
  fhir_unknown_reference:
    'patients of health records are not taken, so that a missing one cannot be told',
  removed_item_resent: 'the items are known already, so that nothing changes',
  subject_enrolled_twice:
    'dates of birth, which alone tell people apart, are dropped when the extracts of this study are read',
};
