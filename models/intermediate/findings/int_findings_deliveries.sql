with loads as (
    select * from {{ ref('int_loads') }}
)

select
    cast(null as varchar) as study_id,
    cast(null as varchar) as site_id,
    feed as entity,
    load_id as entity_id,
    'rejected_rows' as kind,
    'medium' as severity,
    cast(rows_rejected as varchar) || ' of ' || cast(rows_read as varchar) || ' rows of ' || file_name
    || ' were refused'
    || case when mode = 'snapshot' then '; rows absent from it are kept until a whole snapshot comes' else '' end
    as detail,
    loaded_at as first_known_at
from loads
where rows_rejected > 0

union all

select
    cast(null as varchar) as study_id,
    cast(null as varchar) as site_id,
    feed as entity,
    _source || '|' || cast(delivered_date as varchar) as entity_id,
    'deletion_of_unknown' as kind,
    'low' as severity,
    cast(records as varchar) || ' deletions of ' || _source || ' name records that the warehouse does not hold' as detail,
    known_from as first_known_at
from {{ ref('int_unknown_deletions') }}
