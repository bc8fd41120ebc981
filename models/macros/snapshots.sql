{#
Common table expressions that end in `snapshots`: the snapshot loads of a relation by source and scope, each with the next
one of which no row was refused (`_following_at`, `_following_load`; NULL where none has come).
#}
{% macro snapshots(relation) %}
snapshot_loads as (
    select
        loads.*,
        row_number() over (partition by _source, _scope order by _loaded_at, _load_id) as _ordinal
    from (
        select distinct _source, _scope, _load_id, _loaded_at, coalesce(_is_complete, true) as _is_complete
        from {{ relation }} as whole
        where _mode = 'snapshot'
    ) as loads
),

snapshots_in_order as (
    select
        snapshot_loads.*,
        min(case when _is_complete then _ordinal end) over (
            partition by _source, _scope order by _ordinal rows between 1 following and unbounded following
        ) as _following_ordinal
    from snapshot_loads
),

snapshots as (
    select
        snapshots_in_order.*,
        following._loaded_at as _following_at,
        following._load_id as _following_load
    from snapshots_in_order
    left join snapshot_loads as following
        on snapshots_in_order._source = following._source
        and snapshots_in_order._scope = following._scope
        and snapshots_in_order._following_ordinal = following._ordinal
),
{% endmacro %}
