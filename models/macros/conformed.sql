{#
The rows of a feed that count, under the ids of the portfolio.

`ids` maps columns to what they identify (study, site, subject, person, monitoring_visit): where another source than
the best-ranked one delivered the row, its id is replaced by the portfolio's. The delivered ids stay beside them as
source_study_id, source_site_id and source_subject_id.

Within `scope` (default: the study) only rows of the best-ranked source that delivers the feed count. A source that
complements counts too, where no better-ranked one delivers the same `natural_key` (default: the key); a source
without a rank always counts. Of rows with equal keys the best rank wins, then the latest change.

`joins` and `replaced` are further SQL for the few feeds that need it: columns are those of `versions`.
#}
{% macro conformed(feed, key, ids={}, scope=['study_id'], natural_key=none, joins='', replaced={}) %}
{%- set natural = natural_key or key -%}
{%- if not natural_key %}
    {{ config(meta={'slices': conformed_slices(feed, key, ids)}) }}
{%- endif %}
with delivering as (
    select
        delivered._delivered_study,
        {%- if 'study_id' in ids %}
        coalesce(study_id_alias.study_id, delivered._delivered_study) as _study,
        {%- else %}
        delivered._delivered_study as _study,
        {%- endif %}
        delivered._source
    from (
        select distinct {{ delivered_study(ids, '') }} as _delivered_study, _source
        from {{ ref('int_' ~ feed ~ '_versions') }} as whole
        where known_to is null and not is_deleted
    ) as delivered
    {%- if 'study_id' in ids %}
    left join {{ ref('int_study_aliases') }} as study_id_alias on delivered._delivered_study = study_id_alias.alias
    {%- endif %}
),

ranked_sources as (
    select
        delivering.*,
        ranks.authority_rank,
        ranks.is_complement,
        min(ranks.authority_rank) over ({{ 'partition by delivering._study' if scope }}) as _best_rank
    from delivering
    left join {{ source_ranks(feed) }} as ranks on {{ delivering_profile('delivering._source') }} = ranks.source
),

counting as (
    select
        _delivered_study,
        nullif(_study, '~') as study_id,
        _source,
        coalesce(authority_rank, _best_rank, 1) as _rank,
        min(_source) over ({{ 'partition by _study' if scope }}) <> max(_source) over ({{ 'partition by _study' if scope }})
            as _is_contested
    from ranked_sources
    where authority_rank is null or authority_rank = _best_rank or is_complement
)

select standing.*, standing._rank as _leading_rank, cast(1 as bigint) as _place
from (
    {{ conformed_rows(feed, ids, scope, joins, replaced) }}
        and not counting._is_contested
) as standing

union all

select contested.*
from (
    select
        competing.*,
        row_number() over (
            partition by {{ key | join(', ') }} order by _rank, known_from desc, known_load_id desc, _source, _row_hash
        ) as _place
    from (
        select
            standing.*,
            min(_rank) over (partition by {{ natural | join(', ') }}) as _leading_rank
        from (
            {{ conformed_rows(feed, ids, scope, joins, replaced) }}
                and counting._is_contested
        ) as standing
    ) as competing
    where _rank = _leading_rank
) as contested
where _place = 1
{% endmacro %}

{#
Rows of equal delivered keys rest on each other alone, while the same sources deliver the same studies. Of the key only
columns count that are as delivered. Other names of a site, subject, person or visit reach the rows that are delivered under them.
#}
{% macro conformed_slices(feed, key, ids) -%}
    {%- set by = [] -%}
    {%- for column in key if column not in ids -%}
        {%- do by.append(column) -%}
    {%- endfor -%}
    {%- set reached = {} -%}
    {%- for column, kind in ids.items() if kind != 'study' and (ids.values() | list).count(kind) == 1 -%}
        {%- do reached.update({aliases_of(kind): delivered_under(column, kind)}) -%}
    {%- endfor -%}
    {%- set columns = ['study_id', '_source'] if 'study_id' in ids else ['_source'] -%}
    {%- set alike = {
        'of': 'int_' ~ feed ~ '_versions', 'columns': columns, 'where': 'known_to is null and not is_deleted'
    } -%}
    {{ return({'by': by, 'reached': reached, 'alike': alike} if by else {}) }}
{%- endmacro %}

{% macro aliases_of(kind) -%}
    {{ return('int_subject_source_ids' if kind == 'subject' else 'int_' ~ kind ~ '_aliases') }}
{%- endmacro %}

{# SQL of the ids under which rows may be delivered whose alias came or went. #}
{% macro delivered_under(column, kind) -%}
    {%- if kind == 'person' -%}
        {{ return('select alias as ' ~ column ~ ' from change') }}
    {%- endif -%}
    {{ return('select study_id, alias as ' ~ column ~ ' from change union all'
        ~ ' select studies.alias, change.alias from change'
        ~ ' inner join intermediate.int_study_aliases as studies on change.study_id = studies.study_id') }}
{%- endmacro %}

{# The study as delivered, '~' where a row names none; one for all rows of a feed without studies. #}
{% macro delivered_study(ids, prefix) -%}
    {%- if 'study_id' in ids -%}
        coalesce({{ prefix }}study_id, '~')
    {%- else -%}
        '*'
    {%- endif -%}
{%- endmacro %}

{# The portfolio's id in place of a delivered one; the delivered one where there is no other. #}
{% macro conformed_id(column, ids) -%}
    {%- if column == 'study_id' and column in ids -%}
        counting.study_id
    {%- elif column in ids -%}
        coalesce({{ column }}_alias.{{ ids[column] }}_id, versions.{{ column }})
    {%- else -%}
        versions.{{ column }}
    {%- endif -%}
{%- endmacro %}

{% macro conformed_rows(feed, ids, scope, joins, replaced) -%}
    {%- set versions = ref('int_' ~ feed ~ '_versions') -%}
    {%- set values = {'is_current': 'true'} -%}
    {%- for column in ids -%}
        {%- do values.update({column: conformed_id(column, ids)}) -%}
    {%- endfor -%}
    {%- do values.update(replaced) -%}
    select
        {{ columns_replaced('versions', versions, values) }},
        {%- for column in ['study_id', 'site_id', 'subject_id'] if column in ids %}
        versions.{{ column }} as source_{{ column }},
        {%- endfor %}
        counting._rank
    from {{ versions }} as versions
    inner join counting
        on {{ delivered_study(ids, 'versions.') }} = counting._delivered_study
        and versions._source = counting._source
    {%- for column in ids if column != 'study_id' %}
    left join {{ ref(aliases_of(ids[column])) }} as {{ column }}_alias
        on versions.{{ column }} = {{ column }}_alias.alias
        {%- if ids[column] != 'person' %}
        and {{ conformed_id('study_id', ids) }} = {{ column }}_alias.study_id
        {%- endif %}
    {%- endfor %}
    {{ joins }}
    where versions.known_to is null
        and not versions.is_deleted
{%- endmacro %}

{# All columns of a relation, some of them with another value. #}
{% macro columns_replaced(alias, relation, values) -%}
    {{ return(adapter.dispatch('columns_replaced', 'portolan')(alias, relation, values)) }}
{%- endmacro %}

{% macro duckdb__columns_replaced(alias, relation, values) -%}
    {{ alias }}.* replace (
        {%- for column, value in values.items() %}
            {{ value }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        )
{%- endmacro %}

{% macro default__columns_replaced(alias, relation, values) -%}
    {%- for column in adapter.get_columns_in_relation(relation) %}
        {{ values.get(column.name | lower, alias ~ '.' ~ column.name) }} as {{ column.name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
