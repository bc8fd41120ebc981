import type { Comparison, MetricsRequest } from '@portolan/query';
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
  by?: string;
  asOf?: string;
  compare?: string;
}

/** `portolan query METRIC... --by ... --where ...`. */
export function addQuery(root: Command): void {
  const command = root
    .command('query')
    .description('answer metrics by dimensions from the published build')
    .argument('<metric...>', 'metric names or codes, e.g. subjects_screened EN01')
    .option('--by <dimensions>', 'comma-separated dimensions, e.g. study,country,month')
    .option('--as-of <date>', 'only what happened up to this day, and the state of things on it')
    .option(
      '--compare <what>',
      'plan, baseline, previous (period): a column each beside every metric',
    );
  addAnswerOptions(command).action(async (metrics: string[], options: Options) => {
    const request: MetricsRequest = {
      metrics: metrics.flatMap((metric) => list(metric)),
      by: list(options.by),
      where: options.where,
      order: order(options.order),
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      ...(options.compare === undefined ? {} : { compare: list(options.compare) as Comparison[] }),
      ...(options.limit === undefined ? {} : { limit: wholeNumber('--limit', options.limit) }),
    };
    await answer(root, request, options);
  });
}
