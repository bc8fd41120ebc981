{% set longest = 8 %}
{% set titles = ['', 'dr', 'prof', 'professor', 'doctor', 'med', 'md', 'phd', 'mr', 'mrs', 'ms', 'herr', 'frau'] %}

with names as (
    select distinct investigator_name as name, {{ bare_words('investigator_name') }} as text
    from {{ ref('dim_site') }}
    where investigator_name is not null
)

select distinct name, word
from (
    {% for position in range(1, longest + 1) -%}
    select name, split_part(text, ' ', {{ position }}) as word from names
    {{ 'union all' if not loop.last }}
    {% endfor %}
) as parted
where word not in ({% for title in titles %}'{{ title }}'{{ ', ' if not loop.last }}{% endfor %})
