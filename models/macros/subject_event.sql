{# One candidate event per row of `relation`, dated by its partial date `date`; lower rank wins. #}
{% macro subject_event(relation, event_type, date, rank, reason='null', where=none) -%}
select
    study_id,
    subject_id,
    '{{ event_type }}' as event_type,
    {{ rank }} as source_rank,
    {{ date }} as event_date,
    {{ date }}_lower as event_date_lower,
    {{ date }}_upper as event_date_upper,
    {{ date }}_precision as event_date_precision,
    cast({{ reason }} as varchar) as reason,
    known_from
from {{ relation }}
where {{ where or date ~ '_raw is not null' }}
{%- endmacro %}

{# A candidate event whose date nobody delivered; it is no earlier than `lower`. #}
{% macro undated_subject_event(relation, event_type, lower, rank, where, reason='null') -%}
select
    study_id,
    subject_id,
    '{{ event_type }}' as event_type,
    {{ rank }} as source_rank,
    cast(null as date) as event_date,
    {{ lower }} as event_date_lower,
    cast(null as date) as event_date_upper,
    'unknown' as event_date_precision,
    cast({{ reason }} as varchar) as reason,
    known_from
from {{ relation }}
where {{ where }}
{%- endmacro %}

{# Rows of a feed whose subject_id, as delivered, names exactly one known subject. #}
{% macro with_known_subject(feed) -%}
select
    delivered.study_id,
    aliases.subject_id,
    delivered.subject_id as delivered_subject_id,
    {{ caller() }}
    delivered.known_from
from {{ ref('int_' ~ feed ~ '_current') }} as delivered
inner join {{ ref('int_subject_aliases') }} as aliases
    on delivered.study_id = aliases.study_id
    and delivered.subject_id = aliases.alias
{%- endmacro %}

{# SQL of the known subjects whose rows of a feed came or went. #}
{% macro known_subjects() -%}
    {{ return('select aliases.study_id, aliases.subject_id from change'
        ~ ' inner join intermediate.int_subject_aliases as aliases'
        ~ ' on change.study_id = aliases.study_id and change.subject_id = aliases.alias') }}
{%- endmacro %}
