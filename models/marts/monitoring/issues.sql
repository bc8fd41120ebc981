with delivered as (
    select
        issues.*,
        coalesce(issues.issue_number, issues.issue_id) as shared_number,
        coalesce(lower(issues.issue_type), 'issue') = 'serious_breach' as is_serious_breach
    from {{ ref('int_issue_current') }} as issues
),

{# The quality system tells which issues are serious breaches, by the number that the CTMS shows. #}
breaches as (
    select study_id, shared_number, min(aware_date) as aware_date, min(notification_due_date) as notification_due_date,
        min(notified_date) as notified_date
    from delivered
    where is_serious_breach
    group by study_id, shared_number
),

issues as (
    select delivered.*
    from delivered
    left join delivered as named
        on delivered.study_id = named.study_id
        and delivered.shared_number = named.shared_number
        and not named.is_serious_breach
    where not delivered.is_serious_breach or named.issue_id is null
),

recurrences as (
    select closed.study_id, closed.issue_id, min(again.detected_date) as recurred_date
    from issues as closed
    inner join issues as again
        on closed.study_id = again.study_id
        and closed.site_id = again.site_id
        and closed.category = again.category
        and closed.issue_id <> again.issue_id
        and again.detected_date > closed.closed_date
        and again.detected_date <= {{ add_days('closed.closed_date', var('issue_recurrence_days')) }}
    group by closed.study_id, closed.issue_id
),

final as (
    select
        issues.study_id,
        issues.issue_id,
        issues.shared_number as issue_number,
        issues.site_id,
        coalesce(sites.country_code, aliases.country_code, 'ZZ') as country_code,
        issues.subject_id,
        issues.monitoring_visit_id,
        issues.owner_id,
        issues.category,
        lower(issues.severity) as severity,
        issues.status as issue_status,
        issues.detected_date,
        issues.reported_date,
        issues.due_date,
        issues.root_cause_date,
        issues.capa_approved_date,
        issues.effectiveness_checked_date,
        issues.closed_date,
        recurrences.recurred_date,
        breaches.aware_date,
        coalesce(breaches.notification_due_date, {{ add_days('breaches.aware_date', var('breach_notification_days')) }})
            as notification_due_date,
        breaches.notified_date,
        breaches.shared_number is not null as is_serious_breach,
        coalesce(lower(issues.severity) in ('critical', 'major'), false) as is_capa_required,
        issues.known_from,
        issues.known_to
    from issues
    left join breaches
        on issues.study_id = breaches.study_id
        and issues.shared_number = breaches.shared_number
    left join recurrences
        on issues.study_id = recurrences.study_id
        and issues.issue_id = recurrences.issue_id
    left join {{ ref('dim_site') }} as sites
        on issues.study_id = sites.study_id
        and issues.site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(issues.country)) = aliases.country_alias
)

select * from final
