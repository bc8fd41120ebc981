import type { Adapter } from '../adapter/adapter.ts';
import type { Relation } from '../adapter/relation.ts';
import type { Environment } from '../jinja/index.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Target } from '../project/profile.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { Vars } from '../project/vars.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { Around } from '../run/around.ts';
import type { BatchTimes } from '../run/microbatch/plan_batches.ts';
import type { Message } from './base_names.ts';
import type { TimeWindow } from './event_time.ts';
import type { Influences } from './influences.ts';
import type { MacroLibrary, Mode } from './macro_library.ts';
import type { WarningRules } from './warning_rules.ts';

/** One use of a project: a parse, a build, a compile. */
export interface Invocation {
  readonly id: string;
  readonly startedAt: Date;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: JsonObject;
  /** What was given with the command, beside the flags. */
  readonly args?: InvocationArgs;
}

/** `select`, `exclude` and `selector` of a command. */
export interface InvocationArgs {
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly selector?: string | undefined;
}

/** What rendering needs to know of the project around a node. */
export interface Services {
  readonly root: ProjectFile;
  readonly projects: ReadonlyMap<string, ProjectFile>;
  readonly target: Target;
  readonly adapter: Adapter;
  readonly library: MacroLibrary;
  readonly environments: Readonly<Record<Mode, Environment>>;
  readonly manifest: Manifest;
  readonly invocation: Invocation;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly givenVars: JsonObject;
  readonly say: (message: Message) => void;
  /** What the parse looks at. */
  readonly influences: Influences;
  readonly warningRules: WarningRules;
  /** Rows that are read of what has an event time; without it, all. */
  readonly sample?: TimeWindow | undefined;
  readonly batchTimes: BatchTimes;
  /** Relations of an earlier run that stand for nodes this run does not build, by unique id. */
  readonly deferred?: ReadonlyMap<string, Relation>;
  readonly around?: Around | undefined;
  /** Unique ids of what this run carries out. */
  readonly selected?: readonly string[];
}

/** var() as the nodes of a package see it. */
export function varsFor(services: Services, packageName: string): Vars {
  const own = services.projects.get(packageName) ?? services.root;
  return Vars.of(services.givenVars, services.root, own);
}
