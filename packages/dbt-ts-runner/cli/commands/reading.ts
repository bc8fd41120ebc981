import { Option } from 'commander';
import type { Warning } from '../../context/warning_rules.ts';
import type { Command } from '../command.ts';
import { selectOptions, withProject } from '../command_line.ts';
import { type ListOutput, listing, listOutputs } from '../listing.ts';
import { tellMessage } from '../tell_message.ts';

export const list: Command = {
  syntax: 'ls',
  alias: 'list',
  description: 'List resources',
  options: (program) =>
    program
      .addOption(
        new Option('--output <form>', 'what a line says')
          .choices([...listOutputs])
          .default('selector'),
      )
      .option('--output-keys <keys...>', 'keys of each object, with --output json'),
  act: (given, output) =>
    withProject(given, output, async (project) => {
      const options = await selectOptions(given, project);
      const isOfModels = (given.models ?? given.model) !== undefined;
      const tell = (warning: Warning) => tellMessage({ level: 'warn', ...warning }, given, output);
      const types = isOfModels ? { resourceTypes: ['model'] } : {};
      const found = project.ls({ ...options, ...types }, tell);
      const isOfTypes = (options.resourceTypes ?? []).length > 0;
      const nodes = found.filter((node) => isOfTypes || node.resource_type !== 'analysis');
      if (nodes.length === 0) project.warn('NoNodesSelected', 'Nothing is selected.', tell);
      for (const line of listing(nodes, given.output as ListOutput, keysOf(given.outputKeys)))
        output.line(line);
      return 0;
    }),
};

/** Keys may be given one by one or in one text. */
function keysOf(given: readonly string[] | undefined): string[] | undefined {
  return given?.flatMap((text) => text.split(/[\s,]+/)).filter((key) => key !== '');
}

export const parse: Command = {
  syntax: 'parse',
  description: 'Read the project and write manifest.json',
  act: (given, output) =>
    withProject(given, output, async (project) => {
      await project.writeManifest();
      output.line(`Parsed ${project.name}: ${project.ls().length} resources`);
      return 0;
    }),
};
