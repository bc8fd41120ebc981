export type MarkerKind = 'as_native' | 'as_bool' | 'as_number' | 'as_text';

/** Text that a YAML value marked with `| as_bool` and its kin; resolved when the template ends. */
export class Marker {
  readonly kind: MarkerKind;
  readonly text: string;

  constructor(kind: MarkerKind, text: string) {
    this.kind = kind;
    this.text = text;
  }
}
