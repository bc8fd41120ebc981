const shape =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[ T](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** The moment a database's text means, UTC where it names no zone; undefined for anything else. */
export function momentIn(text: string): Date | undefined {
  const groups = shape.exec(text.trim())?.groups;
  if (groups === undefined) return undefined;
  const { date, time = '00:00', zone = 'Z' } = groups;
  const offset = /^[+-]\d{2}$/.test(zone)
    ? `${zone}:00`
    : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const clock = time.replace(/(\.\d{3})\d+$/, '$1');
  const moment = new Date(`${date}T${clock}${offset}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
