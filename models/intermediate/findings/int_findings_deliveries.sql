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

select {{ finding('deletion_of_unknown', 'low', 'record', 'record_id', "'The source ' || _source || ' deletes a record that it never delivered, of ' || feed || ' or a like feed'", study_id='cast(null as varchar)') }}
from {{ ref('int_unknown_deletions') }}
