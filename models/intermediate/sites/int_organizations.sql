select
    _source,
    organization_id,
    organization_name,
    organization_type,
    parent_organization_id,
    nullif(replace(replace(replace(replace(lower(trim(ror_id)), 'https:', ''), 'http:', ''), '/', ''), 'ror.org', ''), '') as ror_id,
    nullif(trim({{ bare_words('street') }}), '') as street,
    nullif(trim(city), '') as city,
    nullif({{ bare_number('zip') }}, '') as zip
from {{ ref('int_organization_versions') }}
where known_to is null
    and not is_deleted
