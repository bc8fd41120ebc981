{#
From names to ids: which ids of lower-ranked sources mean a record that a better-ranked source delivers.

`names` is a relation with the columns of `scope`, `id`, _source, _rank, name and distance (0: a key of the record,
more: a name that others could have too). An id is an alias of the one id that shares a name with it and comes from a
better-ranked source: the best rank first, then the least distance; two such ids, and two ids of one source that would
become one, leave it as it is. As every step leads to a better rank there are no cycles, and three steps reach
through four ranks. Keys of a record are aliases as well where they name one record only and are nobody's id.
Result: the columns of `scope`, alias, `id`; never an alias of itself.
#}
{% macro aliases(names, id, scope=[]) %}
ids as (
    select {{ scope_columns(scope, 'names') }}names.{{ id }}, names._source, min(names._rank) over (partition by {{ scope_columns(scope, 'names') }}names.{{ id }}) as _rank
    from (select distinct {{ scope_columns(scope, 'named') }}named.{{ id }}, named._source, named._rank from {{ names }} as named) as names
),

ranked_names as (
    select distinct {{ scope_columns(scope, 'ids') }}ids.{{ id }}, ids._rank, names.name, names.distance
    from {{ names }} as names
    inner join ids on {{ scope_equal(scope, 'names', 'ids') }}names.{{ id }} = ids.{{ id }} and names._source = ids._source
    where names.name is not null
),

best as (
    select {{ scope_columns(scope, 'ids') }}min(ids._rank) as _rank
    from ids
    {%- if scope %}
    group by {{ scope | join(', ') }}
    {%- endif %}
),

lower_names as (
    select ranked_names.*
    from ranked_names
    inner join best on {{ scope_equal(scope, 'ranked_names', 'best') }}ranked_names._rank > best._rank
),

matches as (
    select
        {{ scope_columns(scope, 'lower_names') }}lower_names.{{ id }} as alias,
        better.{{ id }} as target,
        better._rank,
        min(lower_names.distance + better.distance) as distance
    from lower_names
    inner join ranked_names as better
        on {{ scope_equal(scope, 'lower_names', 'better') }}lower_names.name = better.name
        and better._rank < lower_names._rank
    where lower_names.{{ id }} <> better.{{ id }}
    group by {{ scope_columns(scope, 'lower_names') }}lower_names.{{ id }}, better.{{ id }}, better._rank
),

nearest as (
    select
        matches.*,
        rank() over (partition by {{ scope_columns(scope, 'matches') }}alias order by _rank, distance) as nearness
    from matches
),

steps as (
    select {{ scope_columns(scope, 'nearest') }}nearest.alias, min(nearest.target) as target
    from nearest
    where nearest.nearness = 1
    group by {{ scope_columns(scope, 'nearest') }}nearest.alias
    having count(*) = 1
),

resolved as (
    select
        {{ scope_columns(scope, 'steps') }}steps.alias,
        coalesce(third.target, second.target, steps.target) as {{ id }}
    from steps
    left join steps as second on {{ scope_equal(scope, 'steps', 'second') }}steps.target = second.alias
    left join steps as third on {{ scope_equal(scope, 'second', 'third') }}second.target = third.alias
),

clashes as (
    select distinct {{ scope_columns(scope, 'owned') }}owned.{{ id }}
    from (
        select {{ scope_columns(scope, 'ids') }}ids._source, coalesce(resolved.{{ id }}, ids.{{ id }}) as {{ id }}
        from ids
        left join resolved on {{ scope_equal(scope, 'ids', 'resolved') }}ids.{{ id }} = resolved.alias
    ) as owned
    group by {{ scope_columns(scope, 'owned') }}owned._source, owned.{{ id }}
    having count(*) > 1
),

source_ids as (
    select resolved.*
    from resolved
    left join clashes on {{ scope_equal(scope, 'resolved', 'clashes') }}resolved.{{ id }} = clashes.{{ id }}
    where clashes.{{ id }} is null
),

keys as (
    select
        {{ scope_columns(scope, 'ranked_names') }}ranked_names.name as alias,
        min(coalesce(source_ids.{{ id }}, ranked_names.{{ id }})) as {{ id }}
    from ranked_names
    left join source_ids
        on {{ scope_equal(scope, 'ranked_names', 'source_ids') }}ranked_names.{{ id }} = source_ids.alias
    where ranked_names.distance = 0
    group by {{ scope_columns(scope, 'ranked_names') }}ranked_names.name
    having count(distinct coalesce(source_ids.{{ id }}, ranked_names.{{ id }})) = 1
),

aliases as (
    select {{ scope_columns(scope, 'source_ids') }}source_ids.alias, source_ids.{{ id }} from source_ids

    union all

    select {{ scope_columns(scope, 'keys') }}keys.alias, keys.{{ id }}
    from keys
    left join ids on {{ scope_equal(scope, 'keys', 'ids') }}keys.alias = ids.{{ id }}
    where ids.{{ id }} is null
)
{% endmacro %}

{% macro scope_equal(scope, left, right) -%}
    {%- for column in scope %}{{ left }}.{{ column }} = {{ right }}.{{ column }} and {% endfor -%}
{%- endmacro %}

{% macro scope_columns(scope, relation) -%}
    {%- for column in scope %}{{ relation }}.{{ column }}, {% endfor -%}
{%- endmacro %}
