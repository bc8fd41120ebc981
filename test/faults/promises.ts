import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type FileOutcome, INGEST_CODES } from '@portolan/ingest';

/** How the headers of XPORT 8 are called: words of the format, which a sentence may name, not of what a file says. */
const HEADERS = 'LABELV8 LABELV9 NAMSTV8 DSCPTV8 MEMBV8';

/** Words of a file that are long and rare enough to be told from names and sentences; none of a zip, whose names are no secret. */
export const secretsOf = (bytes: Buffer): ReadonlySet<string> => {
  const words = new Set<string>();
  if (bytes.subarray(0, 2).toString() === 'PK') return words;
  const head = bytes.subarray(0, 200_000).toString('utf8');
  const rows = head.slice(head.indexOf('\n') + 1);
  for (const [word] of rows.matchAll(/[\p{L}\p{N}_.@-]{7,60}/gu))
    if (/\d/.test(word) && /\p{L}|@/u.test(word)) words.add(word);
  return words;
};

const leakOf = (
  messages: readonly string[],
  secrets: ReadonlySet<string>,
  allowed: string,
): string | undefined => {
  for (const message of messages)
    for (const [word] of message.matchAll(/[\p{L}\p{N}_.@-]{7,60}/gu)) {
      const bare = word.replace(/\.$/, '');
      if (secrets.has(bare) && !allowed.includes(bare)) return bare;
    }
  return undefined;
};

const landedIn = async (
  home: string,
  { feed, load_id }: FileOutcome,
): Promise<{ readonly accepted: number; readonly rejected: number }> => {
  const folder = join(home, 'lake', String(feed), `load=${load_id}`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rowsIn = async (pattern: string): Promise<number> => {
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM read_parquet('${join(folder, pattern)}', hive_partitioning = false)`,
    );
    return Number(reader.getRows()[0]?.[0]);
  };
  try {
    const hasRejected = readdirSync(folder).includes('rejected.parquet');
    return {
      accepted: await rowsIn('part-*.parquet'),
      rejected: hasRejected ? await rowsIn('rejected.parquet') : 0,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Words that only our own code or what it is built on would say. */
const INTERNAL =
  /\b(?:Type|Reference|Range|Syntax|Binder|Parser|Conversion|Catalog|Internal|IO|Input|Out of Memory|Assertion) ?Error\b|Cannot read propert|is not a function|is not iterable|undefined|\bNaN\b|\[object |\bSELECT\b|read_csv|read_parquet|\.staging|node_modules|\.ts:\d|\bE[A-Z]{4,}\b: /;

/** Whether a sentence says where and ends; a refusal also says what to do, after the first semicolon or sentence. */
const isSentence = (message: string, { file, outcome, load_id }: FileOutcome): boolean => {
  const name = file.split('/')[0] ?? file;
  const hasAdvice = outcome !== 'refused' || load_id !== undefined || /\S[;.] \S{3}/.test(message);
  return message.includes(name) && /\S{3}.*[.]$/s.test(message) && hasAdvice;
};

/** Why an outcome is not as promised, if it is not. */
export const brokenBy = async (
  home: string,
  outcome: FileOutcome,
  secrets: ReadonlySet<string>,
  name: string,
): Promise<string | undefined> => {
  const { rows_read: read, rows_accepted: accepted, rows_rejected: rejected } = outcome;
  if (read !== accepted + rejected) return `${read} rows read, ${accepted} + ${rejected} told`;
  if (outcome.outcome === 'refused' && outcome.load_id === undefined) {
    if (!INGEST_CODES.some((code) => code === outcome.code)) return `refused by ${outcome.code}`;
    if (outcome.messages.length !== 1) return `${outcome.messages.length} sentences for a refusal`;
  }
  const blurred = outcome.messages.find((message) => !isSentence(message, outcome));
  if (blurred !== undefined) return `no sentence: ${blurred}`;
  const internal = outcome.messages.find((message) => INTERNAL.test(message));
  if (internal !== undefined) return `speaks of what is inside: ${internal}`;
  if (outcome.load_id !== undefined && outcome.outcome !== 'already_loaded') {
    const landed = await landedIn(home, outcome);
    if (landed.accepted !== accepted) return `${landed.accepted} rows landed, ${accepted} accepted`;
    if (landed.rejected !== rejected)
      return `${landed.rejected} rows in quarantine, ${rejected} rejected`;
  }
  const allowed = `${HEADERS} ${name} ${outcome.load_id} ${outcome.profile} ${outcome.feed} ${outcome.file}`;
  const leak = leakOf(outcome.messages, secrets, allowed);
  return leak === undefined ? undefined : `a message holds ${leak}: ${outcome.messages.join(' ')}`;
};
