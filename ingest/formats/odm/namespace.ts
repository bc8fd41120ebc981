const ODM = 'http://www.cdisc.org/ns/odm/v';
const DEFINE = 'http://www.cdisc.org/ns/def/v';

/** `1.2`, `1.3`, `2.0`; ODM 1.0 and 1.1 have no namespace and are `1`. Undefined for a namespace that is not ODM's. */
export const odmVersion = (namespace: string): string | undefined => {
  if (namespace === '') return '1';
  return namespace.startsWith(ODM) ? namespace.slice(ODM.length) : undefined;
};

/** Version of Define-XML, whose namespace is declared beside that of ODM. */
export const defineVersion = (namespaces: readonly string[]): string | undefined =>
  namespaces.find((uri) => uri.startsWith(DEFINE))?.slice(DEFINE.length);

/** Vendors by the start of their namespace, since its version changes. */
const VENDORS: readonly (readonly [prefix: string, vendor: string, start: string])[] = [
  ['mdsol', 'rave', 'http://www.mdsol.com/ns/odm/'],
  ['oc', 'openclinica', 'http://www.openclinica.org/ns/odm_ext'],
  ['redcap', 'redcap', 'https://projectredcap.org'],
];

const SYSTEMS: readonly (readonly [vendor: string, name: RegExp])[] = [
  ['rave', /\brave\b|medidata/i],
  ['openclinica', /openclinica|libreclinica/i],
  ['redcap', /redcap/i],
  ['secutrial', /secutrial/i],
  ['openedc', /openedc/i],
];

/** The system that wrote a file: by the namespaces that it declares, else by its SourceSystem, else `none`. */
export const vendorOf = (namespaces: readonly string[], system: string | undefined): string =>
  VENDORS.find(([, , start]) => namespaces.some((uri) => uri.startsWith(start)))?.[1] ??
  SYSTEMS.find(([, name]) => name.test(system ?? ''))?.[0] ??
  'none';

const ENVIRONMENT = /^(.*\S)\s*\(([^()]+)\)$/;

/** Rave's StudyOID is the study and, in brackets, the environment; of others it is the study as it stands. */
export const studyParts = (
  oid: string,
  vendor: string,
): { readonly code: string; readonly environment: string | undefined } => {
  const [, code, environment] = (vendor === 'rave' && ENVIRONMENT.exec(oid)) || [];
  return { code: code ?? oid, environment };
};

const CLARK = /^\{(.*)\}(.*)$/;

/**
 * The name by which element and attribute tables know a name in Clark notation: bare in the document's own ODM namespace,
 * `mdsol:Query` and so on for the vendors above whatever their prefix and version, else as it is.
 */
export const knownName = (key: string, odmNamespace: string): string => {
  const [, namespace, name] = CLARK.exec(key) ?? [];
  if (namespace === undefined || name === undefined) return key;
  if (namespace === odmNamespace) return name;
  const vendor = VENDORS.find(([, , start]) => namespace.startsWith(start));
  return vendor ? `${vendor[0]}:${name}` : key;
};
