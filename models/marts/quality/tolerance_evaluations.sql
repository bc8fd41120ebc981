with limits as (
    select limit_id, min(study_id) as study_id, min(lower(parameter)) as parameter
    from {{ ref('int_quality_tolerance_limit_current') }}
    group by limit_id
)

select
    limits.study_id,
    evaluations.evaluation_id,
    evaluations.limit_id,
    evaluations.limit_version,
    limits.parameter,
    evaluations.data_cutoff_date,
    evaluations.evaluated_date,
    evaluations.numerator,
    evaluations.denominator,
    evaluations.state,
    evaluations.decided_date,
    evaluations.decision,
    coalesce(evaluations.state = '2', false) as is_breached,
    evaluations.known_from,
    evaluations.known_to
from {{ ref('int_tolerance_evaluation_current') }} as evaluations
left join limits on evaluations.limit_id = limits.limit_id
