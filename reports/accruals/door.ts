import type { Row } from './value.ts';

export type Filter = {
  dimension: string;
  op: 'in' | '=' | '<=' | '>' | '>=';
  values: string[];
};
export type Viewer = { id: string; role: string };
export type Build = {
  build_id: string;
  created_at: string;
  as_of_date: string;
  marts?: Record<string, { rows: number }>;
};
export type Door = {
  query(
    request: {
      list: string;
      columns: string[];
      where: Filter[];
      order: { column: string }[];
    },
    viewer: Viewer,
  ): Promise<{ rows(): readonly Row[] | Promise<readonly Row[]> }>;
  build(): Build;
};
