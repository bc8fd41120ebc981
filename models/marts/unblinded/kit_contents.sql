select
    contents.study_id,
    contents.kit_id,
    kits.site_id,
    coalesce(kits.country_code, 'ZZ') as country_code,
    contents.kit_type,
    contents.content as kit_content,
    contents.lot,
    kits.kit_id is not null as is_kit_known,
    contents.known_from
from {{ ref('int_kit_content_current') }} as contents
left join {{ ref('kits') }} as kits
    on contents.study_id = kits.study_id
    and contents.kit_id = kits.kit_id
