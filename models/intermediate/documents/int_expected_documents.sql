with listed as (
    {{ placed('expected_document') }}
    where delivered.withdrawn_date is null
),

{# Days for filing, by artifact: the shortest that any item of it was given. #}
artifact_days as (
    select
        artifact_number,
        min({{ days_between('event_date', 'due_date') }}) as filing_days
    from listed
    group by artifact_number
),

final as (
    select
        listed.*,
        coalesce(artifact_days.filing_days, {{ var('tmf_filing_days') }}) as filing_days,
        coalesce(
            listed.due_date,
            {{ add_days('listed.event_date', 'coalesce(artifact_days.filing_days, ' ~ var('tmf_filing_days') ~ ')') }}
        ) as last_filing_date,
        coalesce(lower(listed.requiredness), 'required') = 'required' as is_required
    from listed
    left join artifact_days on listed.artifact_number = artifact_days.artifact_number
)

select * from final
