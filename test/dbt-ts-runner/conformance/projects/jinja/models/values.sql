{#- a comment -#}
{% set totals = namespace(sum=0, seen=[]) %}
{% for key, value in var('mapping').items() -%}
  {% do totals.seen.append(key ~ '=' ~ value) %}
  {% if value is not none %}{% set totals.sum = totals.sum + value %}{% endif %}
{% endfor %}
select
  '{{ totals.seen | join(",") }}' as seen,
  {{ totals.sum }} as total,
  '{{ var("words") | map("upper") | join("-") | replace("'", "''") }}' as words,
  {{ var("words") | length }} as counted,
  '{{ [3, 1, 2] | sort | list }}' as sorted,
  '{{ {"a": 1, "b": [true, none]} | tojson }}' as as_json,
  '{{ "%05.2f|%s|%d" | format(3.14159, "x", 7) }}' as formatted,
  '{{ "{:>6}|{:,}".format("ab", 1234567) }}' as braces,
  {{ 7 // 2 }} as floored, {{ 7 % 3 }} as rest, {{ 2 ** 10 }} as power, {{ 7 / 2 }} as divided,
  '{{ "a,b,,c".split(",") | reject("equalto", "") | list | length }}' as parts,
  '{{ (1, 2)[0] }}{{ [1, 2, 3][1:] }}{{ "abcdef"[::2] }}{{ "abc"[-1] }}' as sliced,
  '{{ true and "yes" or "no" }}{{ none }}{{ 1.0 }}{{ 1e20 }}' as printed,
  '{{ loop is defined }}{{ undefined_thing is defined }}{{ "x" in ["x"] }}' as tests,
  '{{ modules.datetime.date(2024, 2, 29).strftime("%d %b %Y") }}' as formatted_day,
  '{{ modules.re.sub("[0-9]+", "#", "a1b22") }}' as substituted,
  '{{ ["x", "y"] | batch(1) | list | length }}{{ range(3) | list | last }}' as more
