with limits as (
    select
        limit_id,
        _source,
        min(study_id) as study_id,
        min({{ meaning_or_word('tolerance_parameter', 'parameter') }}) as parameter
    from {{ ref('int_quality_tolerance_limit_current') }}
    group by limit_id, _source
),

{# An id of another system names a limit only where one study alone uses it. #}
elsewhere as (
    select limit_id, min(study_id) as study_id, min(parameter) as parameter
    from limits
    group by limit_id
    having count(distinct study_id) = 1
),

found as (
    select
        evaluations.*,
        coalesce(limits.study_id, elsewhere.study_id) as limit_study_id,
        case when limits.limit_id is not null then limits.parameter else elsewhere.parameter end as parameter
    from {{ ref('int_tolerance_evaluation_current') }} as evaluations
    left join limits
        on evaluations.limit_id = limits.limit_id
        and evaluations._source = limits._source
    left join elsewhere on evaluations.limit_id = elsewhere.limit_id
)

select
    limit_study_id as study_id,
    evaluation_id,
    limit_id,
    limit_version,
    parameter,
    data_cutoff_date,
    evaluated_date,
    numerator,
    denominator,
    state,
    decided_date,
    decision,
    coalesce({{ meaning('tolerance_state', 'state') }} = 'breached', false) as is_breached,
    known_from,
    known_to
from found
