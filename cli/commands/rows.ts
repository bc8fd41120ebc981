import type { ListRequest } from '@portolan/query';
import type { Command } from 'commander';
import {
  type AnswerOptions,
  addAnswerOptions,
  answer,
  list,
  order,
  wholeNumber,
} from './answer.ts';

interface Options extends AnswerOptions {
  columns?: string;
  offset?: string;
}

/** `portolan rows MART --columns ... --where ...`: the rows behind a number. */
export function addRows(root: Command): void {
  const command = root
    .command('rows')
    .description('list rows of a mart, those behind a number, from the published build')
    .argument('<mart>', 'as docs/metrics.md names it, e.g. enrollment_events')
    .option('--columns <names>', 'comma-separated (default: all that the role may see)')
    .option('--offset <rows>', 'leave out so many rows first');
  addAnswerOptions(command).action(async (mart: string, options: Options) => {
    const request: ListRequest = {
      list: mart,
      ...(options.columns === undefined ? {} : { columns: list(options.columns) }),
      where: options.where,
      order: order(options.order),
      ...(options.limit === undefined ? {} : { limit: wholeNumber('--limit', options.limit) }),
      ...(options.offset === undefined ? {} : { offset: wholeNumber('--offset', options.offset) }),
    };
    await answer(root, request, options);
  });
}
