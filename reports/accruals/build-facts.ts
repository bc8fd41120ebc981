/** What the build record says that the report prints or checks. */
export type BuildFacts = {
  readonly id: string;
  readonly createdAt: string;
  /** Day up to which the data were evaluated (the data cut-off). */
  readonly dataAsOf: string;
  /** Rows of marts.earned_cost in the whole build. */
  readonly earnedRows: number | null;
  /** Whether the viewer's row scope hides part of the entity. */
  readonly isScoped: boolean;
};
