import { installPackages } from '../../packages/install.ts';
import type { Command } from '../command.ts';
import { projectOptions } from '../command_line.ts';

export const deps: Command = {
  syntax: 'deps',
  description: 'Put the packages of packages.yml where runs find them',
  act: async (given, output) => {
    const packages = await installPackages(given.projectDir, projectOptions(given));
    for (const { name, from, how } of packages) output.line(`${name}: ${how} (${from})`);
    if (packages.length === 0) output.line('No packages are asked for');
    return 0;
  },
};
