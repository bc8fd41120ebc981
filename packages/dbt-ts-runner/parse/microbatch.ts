import { RunnerError } from '../errors.ts';
import type { JsonObject } from '../project/yaml.ts';
import { batchSizes } from '../run/microbatch/batch_size.ts';
import { isMicrobatch } from '../run/microbatch/plan_batches.ts';
import { momentIn } from '../run/moment_text.ts';

/** The config of a model, `begin` as the manifest has it where the model is built in batches. */
export function batchedConfig(name: string, config: JsonObject, file: string): JsonObject {
  if (config.enabled === false || !isMicrobatch({ resource_type: 'model', config })) return config;
  const fail = (problem: string): never => {
    throw new RunnerError('properties_invalid', `The microbatch model '${name}' ${problem}`, {
      place: { file },
    });
  };
  const { event_time, begin, batch_size, lookback, concurrent_batches } = config;
  if (typeof event_time !== 'string') {
    fail('has no event_time. Name the column that tells when a row happened.');
  }
  const start = typeof begin === 'string' ? momentIn(begin) : undefined;
  if (begin === null || begin === undefined) {
    fail('has no begin. Give the moment that its first batch starts from.');
  }
  if (start === undefined) {
    return fail(
      `has begin: ${String(begin)}, which is no moment. Write it as '2024-01-31' or '2024-01-31T08:00:00'.`,
    );
  }
  if (!batchSizes.some((size) => size === batch_size)) {
    fail(`has batch_size: ${String(batch_size)}. Use ${batchSizes.join(', ')}.`);
  }
  if (lookback !== null && !Number.isInteger(lookback)) {
    fail(`has lookback: ${String(lookback)}. Give a whole number of batches.`);
  }
  if (concurrent_batches !== null && typeof concurrent_batches !== 'boolean') {
    fail(`has concurrent_batches: ${String(concurrent_batches)}. Use true or false.`);
  }
  return { ...config, begin: start.toISOString().slice(0, 19) };
}
