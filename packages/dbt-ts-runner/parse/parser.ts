import { hash } from 'node:crypto';
import { translateError } from '../context/failure.ts';
import { layered } from '../context/names.ts';
import { type Facts, type ParsedSubject, parseScope } from '../context/parse_context.ts';
import type { Services } from '../context/services.ts';
import { over, sharedNames } from '../context/shared_names.ts';
import { RunnerError } from '../errors.ts';
import { hostFunction, str } from '../jinja/index.ts';
import type { KeptParse } from '../kept/kept_parse.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { suggestion } from '../project/nearest.ts';
import type { RenderYaml } from '../project/project_file.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../project/yaml.ts';
import { Naming } from './naming.ts';
import type { Properties } from './properties.ts';
import type { ModelVersion } from './versions.ts';

/** What every part of parsing works with. */
export class Parser {
  readonly services: Services;
  readonly kept: KeptParse;
  readonly properties: Properties;
  readonly naming: Naming;
  readonly render: RenderYaml;
  /** Versions of models, by the model's name. */
  readonly versions = new Map<string, readonly ModelVersion[]>();

  constructor(services: Services, kept: KeptParse, properties: Properties, render: RenderYaml) {
    this.services = services;
    this.kept = kept;
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

  /** What the hooks of a config refer to: a node runs after it. */
  async hookFacts(config: JsonObject, file: string, subject: ParsedSubject): Promise<Facts[]> {
    const hooks = [...listOf(config['pre-hook']), ...listOf(config['post-hook'])];
    const all: Facts[] = [];
    for (const hook of hooks) {
      const text = textOf(objectOf(hook).sql) ?? '';
      if (text.includes('{')) all.push(await this.facts(text, file, subject));
    }
    return all;
  }

  /** Renders a description: it may use doc(), var(), env_var() and target. */
  async describe(text: string, packageName: string): Promise<string> {
    if (!text.includes('{{')) return text;
    const { services } = this;
    const doc = hostFunction('doc', (call) => this.#doc(call.args.map(str), packageName));
    const lookup = over(layered({ doc }), sharedNames(services, packageName));
    try {
      return await services.environments.parse.parse(text, 'description').render({ lookup });
    } catch (error) {
      throw translateError(error);
    }
  }

  #doc([first = '', second]: readonly string[], packageName: string): string {
    const { docs } = this.manifest;
    this.services.influences.meetDocs();
    const packages = second === undefined ? [packageName, this.services.root.name] : [first];
    const name = second ?? first;
    const found = packages.map((owner) => docs.get(`doc.${owner}.${name}`)).find(Boolean);
    if (found !== undefined) return found.block_contents;
    const known = [...docs.values()].map((block) => block.name);
    throw new RunnerError(
      'reference_missing',
      `A description uses doc('${[first, second].filter(Boolean).join("', '")}'), but package '${packages[0]}' has no docs block of that name.${suggestion(name, known)} Correct the name or write the block.`,
    );
  }
}

/** A file's SQL as the manifest shows it: trimmed. */
export function codeOf(text: string): { raw_code: string; leading?: string } {
  const raw_code = text.trim();
  const leading = text.slice(0, text.length - text.trimStart().length);
  return leading === '' ? { raw_code } : { raw_code, leading };
}

/** A file's checksum as the manifest shows it: SHA-256 of the trimmed text. */
export function checksumOf(text: string): { name: string; checksum: string } {
  return { name: 'sha256', checksum: hash('sha256', text.trim()) };
}
