import { datasetJson } from './dataset-json/dataset-json.ts';
import { fhir } from './fhir/fhir.ts';
import type { Format } from './reader.ts';
import { xpt } from './xpt/xpt.ts';

/** Every format that code of ours reads, asked in this order. */
export const FORMATS: readonly Format[] = [fhir, datasetJson, xpt];
