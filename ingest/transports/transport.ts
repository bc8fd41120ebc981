/** A secret by the name of the environment variable that gives it. */
export interface SecretReference {
  readonly env: string;
}

interface Common {
  readonly name: string;
  /** Profile to load its files with, where recognition should not choose. */
  readonly source?: string;
  /** Largest file that is taken; default 20 GiB. */
  readonly max_bytes?: number;
  /** How often one step is tried; default 4. */
  readonly attempts?: number;
  /** A transfer that gives no byte for so long counts as dropped; default 60. */
  readonly idle_seconds?: number;
}

/** What a drop folder, here or on an SFTP server, can say about its files. */
export interface Dropped {
  /** Patterns of names, or of paths below the folder where they hold a slash. */
  readonly include?: readonly string[];
  /** Ending of the empty file that says that the file beside it is whole, for example `.done`. */
  readonly marker?: string;
  /** How long size and time of a file must stay the same; default 10, not used with a marker. */
  readonly settle_seconds?: number;
  /** `move` puts a fetched file into `done/`; default `keep`. */
  readonly after?: 'keep' | 'move';
}

export interface FolderTransport extends Common, Dropped {
  readonly kind: 'folder';
  readonly path: string;
}

export interface SftpTransport extends Common, Dropped {
  readonly kind: 'sftp';
  readonly host: string;
  readonly port?: number;
  readonly user: string;
  /** Fingerprints as `ssh-keygen -lf` prints them. */
  readonly host_key: readonly string[];
  readonly password?: SecretReference;
  readonly private_key?: { readonly env?: string; readonly file?: string };
  readonly passphrase?: SecretReference;
  readonly path: string;
}

export interface S3Transport extends Common {
  readonly kind: 's3';
  readonly bucket: string;
  readonly prefix?: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly path_style?: boolean;
  readonly access_key_id: SecretReference;
  readonly secret_access_key: SecretReference;
  readonly session_token?: SecretReference;
  readonly ca?: string;
  readonly include?: readonly string[];
}

/** `id`: keyset paging that goes on by the largest id; `link`: `Link: rel="next"`; `token`: a field of the JSON page. */
export interface Paging {
  readonly by: 'id' | 'link' | 'token';
  /** Query parameter that takes the id or token. */
  readonly parameter?: string;
  /** First id; default 1. */
  readonly start?: number;
  /** Name of the XML element or JSON field that holds a record's id. */
  readonly id?: string;
  /** JSON field that holds the next page's token. */
  readonly token?: string;
  /** Pages of one fetch; default 1000. */
  readonly max_pages?: number;
}

export interface HttpsTransport extends Common {
  readonly kind: 'https';
  readonly url: string;
  /** One file; a list of addresses (text lines or JSON); a FHIR Bulk manifest; pages. */
  readonly get: 'file' | 'list' | 'manifest' | 'pages';
  readonly basic?: { readonly user: string; readonly password: SecretReference };
  readonly bearer?: SecretReference;
  readonly ca?: string;
  readonly pin?: string;
  readonly include?: readonly string[];
  /** Ending of a page's file name. */
  readonly extension?: string;
  readonly paging?: Paging;
}

export type Transport = FolderTransport | SftpTransport | S3Transport | HttpsTransport;
