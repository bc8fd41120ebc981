import { IngestError, ingest } from '@portolan/ingest';

/** Loads paths into a home and prints what came of it as JSON: outcomes, or the code of the error, and the peak memory in MB. */
const [home = '', ...paths] = process.argv.slice(2);
const told = (value: object): void => {
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(JSON.stringify({ ...value, peakMb }));
};
try {
  const { files, seconds } = await ingest({ home, paths });
  told({ files, seconds });
} catch (error) {
  if (!(error instanceof IngestError)) throw error;
  told({ code: error.code, message: error.message, files: [] });
}
