{# A version holds from the day it was set until the next one of its parameter is. #}
with limits as (
    select
        named.*,
        lead(set_date) over (partition by study_id, parameter_word order by set_date, limit_version) as next_set_date
    from (
        select limits.*, {{ meaning_or_word('tolerance_parameter', 'parameter') }} as parameter_word
        from {{ ref('int_quality_tolerance_limit_current') }} as limits
        where set_date is not null
    ) as named
)

select
    limits.study_id,
    limits.limit_id,
    limits.limit_version,
    limits.parameter_word as parameter,
    limits.justification,
    limits.expected_share,
    limits.limit_share,
    limits.set_date as valid_from,
    limits.next_set_date as valid_to,
    limits.known_from,
    limits.known_to
from limits
