import { ctgov } from './ctgov/ctgov.ts';
import { datasetJson } from './dataset-json/dataset-json.ts';
import { e2b } from './e2b/e2b.ts';
import { ecb } from './ecb/ecb.ts';
import { etmf } from './etmf/etmf.ts';
import { fhir } from './fhir/fhir.ts';
import { odm } from './odm/odm.ts';
import type { Format } from './reader.ts';
import { usdm } from './usdm/usdm.ts';
import { xlsx } from './xlsx/xlsx.ts';
import { xpt } from './xpt/xpt.ts';

/** Every format that code of ours reads, asked in this order. */
export const FORMATS: readonly Format[] = [
  ctgov,
  datasetJson,
  e2b,
  ecb,
  etmf,
  fhir,
  odm,
  usdm,
  xlsx,
  xpt,
];
