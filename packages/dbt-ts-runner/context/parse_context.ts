import { Relation } from '../adapter/relation.ts';
import { hostFunction, toValue } from '../jinja/index.ts';
import type { RefArgs } from '../manifest/node.ts';
import { mergeConfig } from '../project/config.ts';
import type { JsonObject } from '../project/yaml.ts';
import { adapterObject } from './adapter_object.ts';
import { builtinsObject, refArguments, sourceArguments } from './builtins.ts';
import { recordingConfig } from './config_object.ts';
import { MacroScope } from './macro_scope.ts';
import { layered, type Names } from './names.ts';
import { relationObject } from './relation_object.ts';
import type { Services } from './services.ts';
import { over, sharedNames } from './shared_names.ts';

/** What rendering a template at parse time tells about it. */
export interface Facts {
  readonly refs: RefArgs[];
  readonly sources: string[][];
  readonly macros: Set<string>;
  config: JsonObject;
}

/** The node a template belongs to, as far as it is known while parsing. */
export interface ParsedSubject {
  readonly packageName: string;
  readonly name: string;
  /** What `model` shows. */
  readonly model: JsonObject;
  /** Further names, such as a test's arguments. */
  readonly names?: Names;
}

/** A scope for rendering a template at parse time, and the facts it fills. */
export function parseScope(
  services: Services,
  subject: ParsedSubject,
): { scope: MacroScope; facts: Facts } {
  const facts: Facts = { refs: [], sources: [], macros: new Set(), config: {} };
  const { packageName } = subject;
  const placeholder = new Relation({
    database: services.adapter.database,
    schema: services.target.schema,
    identifier: subject.name,
  });
  const shown = relationObject(placeholder);
  const ref = hostFunction('ref', (call) => {
    const asked = refArguments(call);
    if (!facts.refs.some((known) => sameRef(known, asked))) facts.refs.push(asked);
    return shown;
  });
  const source = hostFunction('source', (call) => {
    const asked = sourceArguments(call);
    if (!facts.sources.some((known) => known[0] === asked[0] && known[1] === asked[1])) {
      facts.sources.push(asked);
    }
    return shown;
  });
  const config = recordingConfig((given) => {
    facts.config = mergeConfig(facts.config, given);
  });
  const names: Names = {
    ref,
    source,
    config,
    execute: false,
    this: shown,
    database: services.adapter.database,
    schema: services.target.schema,
    model: () => toValue(subject.model),
    graph: () => toValue({ nodes: {}, sources: {}, exposures: {}, metrics: {}, groups: {} }),
    adapter: () => adapterObject({ services, packageName, scope: () => scope, session: undefined }),
    load_result: hostFunction('load_result', () => null),
    store_result: hostFunction('store_result', () => ''),
    store_raw_result: hostFunction('store_raw_result', () => ''),
    selected_resources: () => toValue([]),
    pre_hooks: () => toValue([]),
    post_hooks: () => toValue([]),
    sql: '',
    compiled_code: '',
    doc: hostFunction('doc', () => ''),
    builtins: () => builtinsObject({ ref, source, config }),
  };
  const scope: MacroScope = new MacroScope({
    library: services.library,
    mode: 'parse',
    packageName,
    names: over(layered(subject.names ?? {}, names), sharedNames(services, packageName)),
    onMacro: (entry) => facts.macros.add(entry.node.unique_id),
  });
  return { scope, facts };
}

function sameRef(a: RefArgs, b: RefArgs): boolean {
  return a.name === b.name && a.package === b.package && a.version === b.version;
}
