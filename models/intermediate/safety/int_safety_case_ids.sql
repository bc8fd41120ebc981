with delivered as (
    select * from {{ ref('int_safety_case_current') }}
),

{# The worldwide number of a case, where any system knows it, else the sender's own. #}
cases as (
    select case_id, coalesce(min(worldwide_case_id), case_id) as safety_case_id
    from delivered
    group by case_id
),

messages as (
    select delivered.message_id, min(cases.safety_case_id) as safety_case_id
    from delivered
    inner join cases on delivered.case_id = cases.case_id
    where delivered.message_id is not null
    group by delivered.message_id
),

final as (
    select case_id as reference, safety_case_id, 'case' as reference_kind from cases

    union all

    select messages.message_id, messages.safety_case_id, 'message' as reference_kind
    from messages
    left join cases on messages.message_id = cases.case_id
    where cases.case_id is null
)

select * from final
