import { text } from '../engine.ts';

const whole = (value: string, pattern: string): string =>
  `regexp_full_match(${value}, ${text(pattern)})`;

/** Without `+`, superfluous zeros, or a negative zero. */
export const plain = (value: string): string => {
  const led = `regexp_replace(ltrim(${value}, '+'), '^(-?)0*(\\d)', '\\1\\2')`;
  const pointed = `regexp_replace(${led}, '^(-?)\\.', '\\10.')`;
  const ended = `CASE WHEN contains(${value}, '.') THEN rtrim(rtrim(${pointed}, '0'), '.') ELSE ${pointed} END`;
  return `CASE WHEN ${whole(value, '[-+]?0*\\.?0*')} THEN '0' ELSE ${ended} END`;
};

const marked = (value: string, mark: string | undefined, grouping: string | undefined): string => {
  const ungrouped = grouping ? `replace(${value}, ${text(grouping)}, '')` : value;
  const pointed = mark === ',' ? `replace(${ungrouped}, ',', '.')` : ungrouped;
  return `CASE WHEN right(${pointed}, 1) = '-' THEN '-' || rtrim(${pointed}, '- ') ELSE ${pointed} END`;
};

/** A number in plain decimal text; what is no number is left as it is, for the contract to refuse. */
export const decimalText = (
  value: string,
  mark: string | undefined,
  grouping: string | undefined,
): string => {
  const number =
    mark === ',' || grouping ? marked(value, mark, grouping) : marked(value, '.', undefined);
  const scientific = `CAST(TRY_CAST(${number} AS DECIMAL(38, 12)) AS VARCHAR)`;
  return `CASE WHEN ${whole(value, '-?[1-9]\\d*')} THEN ${value} WHEN ${whole(number, '[-+]?(\\d+\\.?\\d*|\\.\\d+)')} THEN ${plain(number)} WHEN ${whole(number, '[-+]?\\d+(\\.\\d+)?[eE][-+]?\\d{1,2}')} THEN coalesce(${plain(scientific)}, ${value}) ELSE ${value} END`;
};
