export { type BuildOptions, type BuildProgress, build } from './build.ts';
export type { MartContent } from './content-hash.ts';
export { type Difference, difference } from './difference/difference.ts';
export { WarehouseError, type WarehouseErrorCode } from './errors.ts';
export { type Lineage, lineageOf, readManifest } from './lineage.ts';
export { publishedBuild, readBuild } from './publish.ts';
export type { BuildRecord } from './record.ts';
export { type MadeOfItems, tryItemMaps } from './try-items.ts';
