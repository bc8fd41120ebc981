import { translateError } from '../context/failure.ts';
import { isRunnerError, RunnerError, sentenceOf } from '../errors.ts';
import type { ResourceBase } from '../manifest/node.ts';

/** The error a node ended with; a database's error is about the node's SQL, so its place is the node's file. */
export function nodeError(
  thrown: unknown,
  node: Pick<ResourceBase, 'original_file_path'>,
): RunnerError {
  const error = translateError(thrown);
  const place = { file: node.original_file_path };
  if (!isRunnerError(error)) {
    return new RunnerError('template_failed', sentenceOf(error), { place, cause: thrown });
  }
  if (error.code !== 'database_failed') return error;
  return new RunnerError(error.code, error.sentence, { place, cause: error });
}
