import { ingest } from '@portolan/ingest';

const [home = '', ...paths] = process.argv.slice(2);
process.stdout.write('.');
await ingest({ home, paths, onEvent: () => process.stdout.write('.') });
