import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('a model that calls a function of the project is refused with its place', async () => {
  const files = { 'models/a.sql': "select 1 as id,\n  {{ function('doubled') }}(2) as four" };
  await expect(openFiles(files)).rejects.toThrow(
    /^models\/a.sql:2:\d+: function\('doubled'\) names a function of the project, and the runner builds none/,
  );
});
