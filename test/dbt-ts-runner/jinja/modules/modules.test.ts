import { describe, expect, it } from 'vitest';
import {
  Environment,
  pythonModules,
  utcDatetime,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';

const clock = () => new Date('2026-03-31T22:30:00Z');
const context = { modules: pythonModules(clock), started: utcDatetime(clock()) };
const environment = new Environment();
const render = (source: string) =>
  environment
    .parse(`{% set re = modules.re %}{% set dt = modules.datetime %}${source}`, 'a')
    .render(context);

/** Each expected text is what Python prints. */
describe('modules.re', () => {
  it.each([
    [
      "{{ re.match('b', 'ab') }} {{ re.search('b', 'ab').start() }} {{ re.fullmatch('a', 'ab') }}",
      'None 1 None',
    ],
    [
      "{{ re.match('(?P<y>\\d+)-(?P<m>\\d+)', '2024-05').groupdict() }}",
      "{'y': '2024', 'm': '05'}",
    ],
    [
      "{{ re.match('(a)(b)?', 'a').groups() }} {{ re.match('(a)(b)', 'ab').group(2, 1) }}",
      "('a', None) ('b', 'a')",
    ],
    [
      "{{ re.sub('(\\w)(\\d)', '\\\\2\\g<1>', 'a1b2') }} {{ re.sub('x', '$&', 'axb') }}",
      '1a2b a$&b',
    ],
    [
      "{{ re.sub('a', 'b', 'aaa', 2) }} {{ re.split('[,;]', 'a,b;c') }} {{ re.split('(,)', 'a,b') }}",
      "bba ['a', 'b', 'c'] ['a', ',', 'b']",
    ],
    [
      "{{ re.findall('a(.)', 'abac') }} {{ re.findall('b', 'abab') }} {{ re.findall('(a)(.)', 'ab') }}",
      "['b', 'c'] ['b', 'b'] [('a', 'b')]",
    ],
    [
      "{{ re.search('A', 'xa', re.IGNORECASE).group() }} {{ re.match('(?ix) A # c', 'a') is none }}",
      'a False',
    ],
    [
      "{{ re.compile('^a$').match('a\n') is none }} {{ re.search('a\\Z', 'a\n') is none }} {{ re.escape('a.b') }}",
      'False True a\\.b',
    ],
    ["{{ re.match('[]a]+', ']a').group(0) }} {{ re.compile('a').sub('b', 'aa') }}", ']a bb'],
  ])('%s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it('calls a macro for each replacement', async () => {
    expect(
      await render(
        "{% macro up(m) %}{{ m.group(0) | upper }}{% endmacro %}{{ re.sub('[ab]', up, 'abc') }}",
      ),
    ).toBe('ABc');
  });
});

describe('modules.datetime', () => {
  it.each([
    [
      '{{ dt.datetime(2024, 2, 29) }} {{ dt.datetime(2024, 1, 1, 2, 3, 4, 5) }}',
      '2024-02-29 00:00:00 2024-01-01 02:03:04.000005',
    ],
    [
      '{{ dt.date(2024, 3, 1) - dt.date(2024, 2, 1) }} {{ (dt.date(2024, 3, 1) - dt.date(2024, 2, 1)).days }}',
      '29 days, 0:00:00 29',
    ],
    [
      '{{ dt.date(2024, 1, 31) + dt.timedelta(days=1, hours=23) }} {{ dt.timedelta(hours=25, seconds=1) }}',
      '2024-02-01 1 day, 1:00:01',
    ],
    [
      "{{ dt.date(2024, 1, 5).strftime('%d.%m.%y %A %b %j %%') }} {{ dt.date(2024, 1, 5).weekday() }}",
      '05.01.24 Friday Jan 005 % 4',
    ],
    [
      "{{ dt.datetime.strptime('5 Jan 2024 03:04 PM', '%d %b %Y %I:%M %p') }}",
      '2024-01-05 15:04:00',
    ],
    [
      '{{ dt.datetime.now() }} {{ dt.date.today() }} {{ started }} {{ started.isoformat() }}',
      '2026-03-31 22:30:00 2026-03-31 2026-03-31 22:30:00+00:00 2026-03-31T22:30:00+00:00',
    ],
    [
      "{{ dt.datetime.now(modules.pytz.timezone('Europe/Berlin')).isoformat() }}",
      '2026-04-01T00:30:00+02:00',
    ],
    [
      "{{ modules.pytz.timezone('America/New_York').localize(dt.datetime(2024, 7, 1)).isoformat() }}",
      '2024-07-01T00:00:00-04:00',
    ],
    [
      '{{ dt.date(2024, 1, 1) < dt.date(2024, 1, 2) }} {{ dt.date(2024, 1, 1) == dt.date(2024, 1, 1) }}',
      'True True',
    ],
    [
      '{{ [dt.date(2024, 1, 1)] }} {{ dt.datetime(2024, 1, 1).replace(day=5).date() }} {{ dt.datetime(2024, 1, 1).year }}',
      '[datetime.date(2024, 1, 1)] 2024-01-05 2024',
    ],
    ["{{ dt.datetime.fromisoformat('2024-01-02T03:04:05+02:00').timestamp() }}", '1704157445.0'],
  ])('%s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it.each([
    [
      "{% set there = started.astimezone(ny) %}{{ there }} {{ there.strftime('%H:%M %Z %z') }} {{ there.tzname() }}",
      '2026-03-31 18:30:00-04:00 18:30 EDT -0400 EDT',
    ],
    [
      '{{ started.tzinfo }} {{ started.utcoffset() }} {{ dt.datetime(2024, 1, 1).tzinfo }} {{ dt.datetime(2024, 1, 1).utcoffset() }}',
      'UTC 0:00:00 None None',
    ],
    [
      '{{ dt.datetime(2024, 1, 1).replace(tzinfo=started.tzinfo).isoformat() }} {{ started.replace(tzinfo=none) }}',
      '2024-01-01T00:00:00+00:00 2026-03-31 22:30:00',
    ],
    [
      '{{ started.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30))) }} {{ dt.timezone(dt.timedelta(hours=-3)) }}',
      '2026-04-01 04:00:00+05:30 UTC-03:00',
    ],
    [
      '{% set there = started.astimezone(ny) %}{{ there.replace(tzinfo=there.tzinfo, hour=1).isoformat() }} {{ (there + dt.timedelta(days=270)).isoformat() }} {{ ny.normalize(there + dt.timedelta(days=270)).isoformat() }}',
      '2026-03-31T01:30:00-04:00 2026-12-26T18:30:00-04:00 2026-12-26T17:30:00-05:00',
    ],
    [
      '{{ dt.datetime.utcnow().replace(tzinfo=modules.pytz.utc) - started }} {{ dt.datetime.fromtimestamp(1704157445, modules.pytz.utc) }} {{ dt.datetime.utcfromtimestamp(1704157445.5) }}',
      '0:00:00 2024-01-02 01:04:05+00:00 2024-01-02 01:04:05.500000',
    ],
    [
      "{{ dt.date(2024, 1, 1).isocalendar()[0:2] }} {{ dt.date(2023, 1, 1).isocalendar().week }} {{ dt.date(2021, 1, 3).strftime('%G-W%V') }} {{ dt.date(2024, 1, 1).toordinal() }} {{ dt.datetime(2024, 1, 5).ctime() }}",
      '(2024, 1) 52 2020-W53 738886 Fri Jan  5 00:00:00 2024',
    ],
    [
      "{% set far = dt.datetime.fromisoformat('2024-01-02T03:04:05+02:00') %}{{ far.strftime('%Z') }} {{ far.tzinfo }}{% for name in ['Europe/Berlin', 'Europe/London', 'Australia/Sydney', 'Asia/Kolkata'] %} {{ started.astimezone(modules.pytz.timezone(name)).tzname() }}{% endfor %}",
      'UTC+02:00 UTC+02:00 CEST BST AEDT IST',
    ],
  ])('%s', async (source, expected) => {
    const zone = "{% set ny = modules.pytz.timezone('America/New_York') %}";
    expect(await render(zone + source)).toBe(expected);
  });

  it.each([
    "{{ dt.datetime(2024, 1, 1).replace(tzinfo=modules.pytz.timezone('America/New_York')) }}",
    "{{ (started.astimezone(modules.pytz.timezone('America/New_York')) + dt.timedelta(days=270)).tzname() }}",
    '{{ modules.pytz.utc.localize(started) }}',
    '{{ dt.timezone(dt.timedelta(days=2)) }}',
  ])('refuses %s, which no clock shows', async (source) => {
    await expect(render(source)).rejects.toMatchObject({ kind: 'ValueError' });
  });

  it('refuses dates that do not exist and mixtures', async () => {
    await expect(render('{{ dt.date(2023, 2, 30) }}')).rejects.toMatchObject({
      kind: 'ValueError',
    });
    await expect(render("{{ dt.datetime.strptime('x', '%Y') }}")).rejects.toMatchObject({
      kind: 'ValueError',
    });
    await expect(render('{{ started < dt.datetime(2024, 1, 1) }}')).rejects.toMatchObject({
      kind: 'TypeError',
    });
  });
});

describe('modules.itertools', () => {
  it('walks products, chains and choices', async () => {
    const source = `{% set it = modules.itertools %}{{ it.combinations('abc', 2) | list | length }} {{ it.chain([1], [2]) | list }} {{ it.permutations([1, 2]) | list }} {{ it.accumulate([1, 2, 3]) | list }} {{ it.islice([1, 2, 3], 1, none) | list }} {{ it.zip_longest([1], [2, 3]) | list }}`;
    expect(await render(source)).toBe(
      '3 [1, 2] [(1, 2), (2, 1)] [1, 3, 6] [2, 3] [(1, 2), (None, 3)]',
    );
  });
});
