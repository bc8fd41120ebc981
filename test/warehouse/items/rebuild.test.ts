import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, publishedBuild } from '@portolan/warehouse';
import { expect, test } from 'vitest';
import { testHome } from '../../ingest/home.ts';
import { auditXml } from './audit-log.ts';
import { writeMap } from './mapped.ts';

const modelsDir = resolve(import.meta.dirname, '../../../models');

const map = `
item_map: x-1
studies: [X-1]
records:
  - feed: adverse_event
    one_row_per: group
    columns: { term: TERM }
`;

test('the same lake and maps give the same marts, another map another build, a wrong map none', async () => {
  const at = testHome();
  try {
    const lines = [1, 2, 3].map((line) => ({
      at: line,
      subject: 's',
      line,
      item: 'TERM',
      value: `e${line}`,
    }));
    await at.ingest(await at.deliver('audit.xml', auditXml(lines)));
    await writeMap(at.home, map);
    const options = { home: at.home, modelsDir };
    const first = await build(options);
    expect(first.marts.adverse_events?.rows).toBe(3);
    expect(Object.keys(first.item_maps)).toEqual(['map.yaml']);
    await rm(join(at.home, 'builds'), { recursive: true });
    await rm(join(at.home, 'current'), { recursive: true, force: true });
    const again = await build(options);
    expect(again.fingerprint).toBe(first.fingerprint);
    expect(again.marts).toEqual(first.marts);
    await writeMap(
      at.home,
      map.replace('columns:', 'where: { item: TERM, not: [e2] }\n    columns:'),
    );
    const other = await build(options);
    expect(other.fingerprint).not.toBe(first.fingerprint);
    expect(other.marts.adverse_events?.rows).toBe(2);
    await writeMap(at.home, map.replace('term:', 'trem:'));
    await expect(build(options)).rejects.toMatchObject({ code: 'BAD_ITEM_MAP' });
    expect((await publishedBuild(at.home))?.id).toBe(other.id);
  } finally {
    at.remove();
  }
}, 240_000);
