import { baseNames } from './base_names.ts';
import type { NameLookup } from './macro_scope.ts';
import { layered } from './names.ts';
import { projectNames } from './project_names.ts';
import { type Services, varsFor } from './services.ts';

const known = new WeakMap<Services, Map<string, NameLookup>>();

/** Names that all nodes of a package share, made once for each use of the project. */
export function sharedNames(services: Services, packageName: string): NameLookup {
  const byPackage = known.get(services) ?? new Map<string, NameLookup>();
  known.set(services, byPackage);
  let lookup = byPackage.get(packageName);
  if (lookup === undefined) {
    lookup = namesOf(services, packageName);
    byPackage.set(packageName, lookup);
  }
  return lookup;
}

function namesOf(services: Services, packageName: string): NameLookup {
  const { env, say, influences } = services;
  const clock = () => {
    influences.meetFleeting();
    return new Date();
  };
  const names = layered(
    projectNames(services),
    baseNames({ vars: varsFor(services, packageName), env, say, clock }),
  );
  return (name) => {
    influences.meetName(name);
    return names(name);
  };
}

/** The first lookup's names over the second's. */
export function over(upper: NameLookup, lower: NameLookup): NameLookup {
  return (name) => {
    const value = upper(name);
    return value === undefined ? lower(name) : value;
  };
}
