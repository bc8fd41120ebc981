{% set longest = 12 %}

with texts as (
    {% for kind, column in [('name', 'site_name'), ('city', 'city'), ('investigator', 'investigator_name')] -%}
    select study_id, site_id, country_code, lower(trim(city)) as city, '{{ kind }}' as kind, {{ bare_words(column) }} as text
    from {{ ref('dim_site') }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

words as (
    select distinct study_id, site_id, country_code, city, kind, word
    from (
        {% for position in range(1, longest + 1) -%}
        select study_id, site_id, country_code, city, kind, split_part(text, ' ', {{ position }}) as word from texts
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as parted
    where word not in ('', 'dr', 'prof', 'md')
),

{# A hospital may be called with or without its town; initials tell nothing. #}
telling as (
    select words.*
    from words
    left join words as towns
        on words.study_id = towns.study_id
        and words.site_id = towns.site_id
        and words.word = towns.word
        and towns.kind = 'city'
    where words.kind = 'investigator' and length(words.word) > 1
        or words.kind = 'name' and towns.word is null
)

select
    telling.*,
    count(*) over (partition by study_id, site_id, kind) as words
from telling
