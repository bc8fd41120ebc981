import { ingest } from '@portolan/ingest';

/** Loads paths into a home and prints the number of each file as it is begun, so that a parent knows how far this is. */
const [home = '', receivedAt = '', ...paths] = process.argv.slice(2);
await ingest({
  home,
  receivedAt,
  paths,
  onEvent: (event) => {
    if (event.type === 'file') process.stdout.write(`${event.index}\n`);
  },
});
