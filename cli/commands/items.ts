import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DeliveredItem, ItemMap } from '@portolan/ingest';
import type { MadeOfItems } from '@portolan/warehouse';
import type { Command } from 'commander';
import { invalidArgument } from '../errors.ts';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { openProgress } from '../progress.ts';
import { renderTable } from '../table.ts';
import { modelsDirectory } from './build.ts';

interface Options {
  study?: string;
  json?: boolean;
}

const columns = [
  'study',
  'form',
  'group',
  'item',
  'type',
  'codes',
  'subjects',
  'points',
  'filled',
  'lines',
  'label',
];

const print = (text: string): void => {
  process.stdout.write(text);
};

function line({ definition, repeats, ...item }: DeliveredItem): Record<string, unknown> {
  return {
    ...item,
    type: definition?.data_type,
    codes: definition?.codes.length || null,
    lines: repeats ? 'many' : null,
    label: definition?.label?.slice(0, 60),
  };
}

function refusals({ refused }: MadeOfItems): string {
  return refused.map(({ rule, column, rows }) => `${rows} ${rule} in ${column}`).join(', ');
}

/** `portolan items list | propose | check`: what an EDC has delivered, and the maps that make rows of it. */
export function addItems(root: Command): void {
  const home = (): string => homeDirectory(root.opts<{ home?: string }>().home);
  const items = root
    .command('items')
    .description('what an EDC has delivered item by item, and the item maps that make rows of it');
  items
    .command('list')
    .description(
      'forms, groups and items that were delivered, what they mean and how often they are filled',
    )
    .option('--study <id>', 'only of this study')
    .option('--json', 'print as JSON, code lists included')
    .action(async ({ study, json }: Options) => {
      const { readInventory } = await import('@portolan/ingest');
      const found = await readInventory(home(), study);
      print(
        json
          ? `${JSON.stringify(found.items, null, 2)}\n`
          : renderTable(
              columns.map((name) => ({ name, type: 'text' })),
              found.items.map(line),
            ),
      );
    });
  items
    .command('propose')
    .description(
      'draft an item map from the names of CDASH and SDTM, to be read and corrected before it is used',
    )
    .requiredOption('--study <id>', 'the study')
    .action(async ({ study = '' }: Options) => {
      const { draftItemMap, readInventory } = await import('@portolan/ingest');
      const { items: found } = await readInventory(home(), study);
      if (found.length === 0)
        throw invalidArgument(
          `No item of study ${study} is in the lake; portolan items list names those that are.`,
        );
      print(draftItemMap(study, found));
    });
  items
    .command('check')
    .description(
      'say what item maps would make of the items in the lake, and what does not fit, without building',
    )
    .argument('[file]', 'a map that is not in the home yet; default the maps of the home')
    .option('--json', 'print as JSON')
    .action(async (file: string | undefined, { json }: Options) => {
      const { checkItemMaps, parseItemMap, readInventory, readItemMaps } = await import(
        '@portolan/ingest'
      );
      const { tryItemMaps } = await import('@portolan/warehouse');
      const maps: readonly ItemMap[] =
        file === undefined
          ? readItemMaps(home()).maps
          : [parseItemMap(basename(file), await readFile(file, 'utf8'))];
      if (maps.length === 0)
        throw invalidArgument(
          'There is no item map in item-maps/ of the home; portolan items propose drafts one.',
        );
      const progress = openProgress();
      const doubts = checkItemMaps(maps, await readInventory(home()));
      const made = await tryItemMaps({ home: home(), modelsDir: modelsDirectory, maps });
      progress.end();
      if (json) print(`${JSON.stringify({ made, doubts }, null, 2)}\n`);
      else {
        const rows = made.map((one) => ({
          map: one.map,
          feed: one.feed,
          rows: one.rows,
          refused: one.refused.reduce((sum, { rows: n }) => sum + n, 0),
          why: refusals(one) || null,
        }));
        print(
          renderTable(
            ['map', 'feed', 'rows', 'refused', 'why'].map((name) => ({ name, type: 'text' })),
            rows,
          ),
        );
        for (const { file: name, line: at, feed, sentence } of doubts)
          progress.line(`${name}, line ${at}${feed === null ? '' : ` (${feed})`}: ${sentence}.`);
      }
      if (doubts.length > 0 || made.some(({ refused }) => refused.length > 0))
        process.exitCode = exitCode.failed;
    });
}
