/** One event of an audit log: an item's new value, or the removal of what it names. */
export interface AuditEvent {
  /** Seconds after midnight of a fixed day; the order in which things happened. */
  readonly at: number;
  readonly subject: string;
  /** None: the subject is removed. */
  readonly line?: number;
  /** None: the line is removed. */
  readonly item?: string;
  /** None: the item is removed. */
  readonly value?: string;
}

const clock = (at: number): string =>
  new Date(Date.UTC(2026, 0, 5) + at * 1000).toISOString().slice(0, 19);

const audited = (at: number): string =>
  `<AuditRecord><UserRef UserOID="u"/><LocationRef LocationOID="1"/><DateTimeStamp>${clock(at)}</DateTimeStamp></AuditRecord>`;

const removal = ' TransactionType="Remove"';

const eventXml = ({ at, subject, line, item, value }: AuditEvent): string => {
  const change = value === undefined ? removal : ` TransactionType="Upsert" Value="${value}"`;
  const data =
    item === undefined
      ? audited(at)
      : `<ItemData ItemOID="${item}"${change}>${audited(at)}</ItemData>`;
  const group = `<ItemGroupData ItemGroupOID="AE_LOG" ItemGroupRepeatKey="${line}"${item === undefined ? removal : ''}>${data}</ItemGroupData>`;
  const inside =
    line === undefined
      ? audited(at)
      : `<StudyEventData StudyEventOID="LOGS"><FormData FormOID="AE" FormRepeatKey="1">${group}</FormData></StudyEventData>`;
  return `<ClinicalData StudyOID="X-1(Prod)" MetaDataVersionOID="1"><SubjectData SubjectKey="${subject}"${line === undefined ? removal : ''}>${inside}<SiteRef LocationOID="1"/></SubjectData></ClinicalData>`;
};

/** A transactional file of Rave with these events. */
export const auditXml = (events: readonly AuditEvent[]): string =>
  `<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:mdsol="http://www.mdsol.com/ns/odm/metadata" FileOID="f" FileType="Transactional" CreationDateTime="2026-01-31T00:00:00">${events.map(eventXml).join('')}</ODM>`;

/** The lines that stand after all events, as they happened, with the last value of each item. */
export const standing = (
  events: readonly AuditEvent[],
): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const lines = new Map<string, Map<string, string>>();
  for (const { subject, line, item, value } of [...events].sort((a, b) => a.at - b.at)) {
    const key = `${subject}/${line}`;
    if (line === undefined) {
      for (const one of [...lines.keys()]) if (one.startsWith(`${subject}/`)) lines.delete(one);
    } else if (item === undefined) lines.delete(key);
    else if (value === undefined) lines.get(key)?.delete(item);
    else lines.set(key, new Map([...(lines.get(key) ?? []), [item, value]]));
  }
  return new Map([...lines].filter(([, items]) => items.size > 0));
};
