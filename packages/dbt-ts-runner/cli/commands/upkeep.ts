import { cleanProject } from '../../project/clean.ts';
import { debugProject } from '../../project/debug.ts';
import type { Command } from '../command.ts';
import { mappingOf, projectOptions, withProject } from '../command_line.ts';
import { tellMessage } from '../tell_message.ts';

export const runOperation: Command = {
  syntax: 'run-operation <macro>',
  description: 'Run a macro by itself',
  options: (program) => program.option('--args <yaml>', "the macro's arguments, as a YAML mapping"),
  act: (given, output, [macro = '']) =>
    withProject(given, output, async (project) => {
      await project.runOperation(macro, {
        args: mappingOf('--args', given.args),
        onMessage: (message) => tellMessage(message, given, output),
      });
      return 0;
    }),
};

export const clean: Command = {
  syntax: 'clean',
  description: 'Remove the folders named under clean-targets',
  act: async (given, output) => {
    const removed = await cleanProject(given.projectDir, projectOptions(given));
    for (const folder of removed) output.line(`Removed ${folder}`);
    return 0;
  },
};

export const debug: Command = {
  syntax: 'debug',
  description: 'Check project file, profile and connection',
  options: (program) => program.option('--connection', 'check profile and connection alone'),
  act: async (given, output) => {
    const options = projectOptions(given);
    const checks = await debugProject(given.projectDir, options, given.connection === true);
    for (const { name, isFine, detail } of checks) {
      output.line(`${isFine ? 'OK   ' : 'ERROR'} ${name}: ${detail}`);
    }
    return checks.every(({ isFine }) => isFine) ? 0 : 1;
  },
};
