import { writeArtifact } from '../../artifacts/write.ts';
import type { Command } from '../command.ts';
import { selectOptions, withOutputFormat, withProject } from '../command_line.ts';
import { listing } from '../listing.ts';

export const list: Command = {
  syntax: 'ls',
  alias: 'list',
  description: 'List resources',
  options: withOutputFormat,
  act: (given, output) =>
    withProject(given, async (project) => {
      const options = await selectOptions(given, project);
      const isOfModels = given.models !== undefined;
      const nodes = project.ls(isOfModels ? { ...options, resourceTypes: ['model'] } : options);
      for (const line of listing(nodes, given.output ?? 'text')) output.line(line);
      return 0;
    }),
};

export const parse: Command = {
  syntax: 'parse',
  description: 'Read the project and write manifest.json',
  act: (given, output) =>
    withProject(given, async (project) => {
      const { targetDir } = project;
      if (targetDir !== undefined) {
        await writeArtifact(targetDir, 'manifest.json', project.manifestArtifact());
      }
      output.line(`Parsed ${project.name}: ${project.ls().length} resources`);
      return 0;
    }),
};
