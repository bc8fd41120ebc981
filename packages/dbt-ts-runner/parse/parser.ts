import { createHash } from 'node:crypto';
import { translateError } from '../context/failure.ts';
import { type Facts, type ParsedSubject, parseScope } from '../context/parse_context.ts';
import type { Services } from '../context/services.ts';
import { hostFunction, str } from '../jinja/index.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { RenderYaml } from '../project/project_file.ts';
import { Naming } from './naming.ts';
import type { Properties } from './properties.ts';

/** What every part of parsing works with. */
export class Parser {
  readonly services: Services;
  readonly properties: Properties;
  readonly naming: Naming;
  readonly render: RenderYaml;

  constructor(services: Services, properties: Properties, render: RenderYaml) {
    this.services = services;
    this.properties = properties;
    this.naming = new Naming(services);
    this.render = render;
  }

  get manifest(): Manifest {
    return this.services.manifest;
  }

  /** Renders a template for what it tells: refs, sources, config and macros. */
  async facts(text: string, file: string, subject: ParsedSubject): Promise<Facts> {
    const { scope, facts } = parseScope(this.services, subject);
    try {
      await this.services.environments.parse.parse(text, file).render(scope.context);
    } catch (error) {
      throw translateError(error);
    }
    return facts;
  }

  /** Renders `{{ doc('name') }}` in a description; other text stays as it is. */
  async describe(text: string, packageName: string): Promise<string> {
    if (!text.includes('{{')) return text;
    const doc = hostFunction('doc', (call) => {
      const wanted = call.args.map(str);
      const [first = '', second] = wanted;
      const packages = second === undefined ? [packageName, this.services.root.name] : [first];
      const found = packages
        .map((name) => this.manifest.docs.get(`doc.${name}.${second ?? first}`))
        .find((block) => block !== undefined);
      return found?.block_contents ?? '';
    });
    try {
      return await this.services.environments.parse.parse(text, 'description').render({ doc });
    } catch (error) {
      throw translateError(error);
    }
  }
}

/** A file's checksum as the manifest shows it: SHA-256 of the trimmed text. */
export function checksumOf(text: string): { name: string; checksum: string } {
  return { name: 'sha256', checksum: createHash('sha256').update(text.trim()).digest('hex') };
}
