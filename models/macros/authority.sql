{#
Ranks of the sources that deliver one feed, from the seed source_authority: the row of the feed, else the row of all
feeds ('*'). A source without either has no rank.
#}
{% macro source_ranks(feed) -%}
(
    select
        ranks.source,
        ranks.authority_rank,
        ranks.is_complement
    from {{ ref('source_authority') }} as ranks
    left join {{ ref('source_authority') }} as own
        on ranks.source = own.source
        and own.feed = '{{ feed }}'
    where ranks.feed = '{{ feed }}' or (ranks.feed = '*' and own.source is null)
)
{%- endmacro %}

{# The profile that delivered a row: rows that an item map makes of it (`profile/map`) rank as those it delivers itself. #}
{% macro delivering_profile(source) -%}
split_part({{ source }}, '/', 1)
{%- endmacro %}

{# Rank of a source without one where records of several sources are matched: behind all that have one. #}
{% macro last_rank() -%}
1000
{%- endmacro %}
