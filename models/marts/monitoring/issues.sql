with delivered as (
    select
        issues.*,
        coalesce(issues.issue_number, issues.issue_id) as shared_number,
        coalesce({{ meaning('issue_type', 'issues.issue_type') }}, 'issue') = 'serious_breach' as is_serious_breach,
        {{ meaning_or_word('issue_severity', 'issues.severity') }} as severity_word
    from {{ ref('int_issue_current') }} as issues
),

ordinary as (
    select * from delivered where not is_serious_breach
),

breaches as (
    select * from delivered where is_serious_breach
),

{# The quality system tells which issues are serious breaches, by site and the number that the CTMS shows. #}
matches as (
    select
        ordinary.study_id,
        ordinary.issue_id,
        breaches.issue_id as breach_id,
        breaches.aware_date,
        breaches.notification_due_date,
        breaches.notified_date
    from breaches
    inner join ordinary
        on breaches.study_id = ordinary.study_id
        and breaches.shared_number = ordinary.shared_number
        and coalesce(breaches.site_id, ordinary.site_id, '') = coalesce(ordinary.site_id, breaches.site_id, '')
),

told as (
    select
        study_id,
        issue_id,
        min(aware_date) as aware_date,
        min(notification_due_date) as notification_due_date,
        min(notified_date) as notified_date
    from matches
    group by study_id, issue_id
),

alone as (
    select breaches.*
    from breaches
    left join (select distinct study_id, breach_id from matches) as matched
        on breaches.study_id = matched.study_id
        and breaches.issue_id = matched.breach_id
    where matched.breach_id is null
),

issues as (
    select * from ordinary
    union all
    select * from alone
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
        issues.severity_word as severity,
        issues.status as issue_status,
        issues.detected_date,
        issues.reported_date,
        issues.due_date,
        issues.root_cause_date,
        issues.capa_approved_date,
        issues.effectiveness_checked_date,
        issues.closed_date,
        coalesce(issues.closed_date, date '9999-12-31') as open_until_date,
        recurrences.recurred_date,
        coalesce(told.aware_date, issues.aware_date) as aware_date,
        coalesce(
            told.notification_due_date,
            issues.notification_due_date,
            {{ add_days('coalesce(told.aware_date, issues.aware_date)', var('breach_notification_days')) }}
        ) as notification_due_date,
        coalesce(told.notified_date, issues.notified_date) as notified_date,
        issues.is_serious_breach or told.issue_id is not null as is_serious_breach,
        coalesce(issues.severity_word in ('critical', 'major'), false) as is_capa_required,
        issues.known_from,
        issues.known_to
    from issues
    left join told
        on issues.study_id = told.study_id
        and issues.issue_id = told.issue_id
    left join recurrences
        on issues.study_id = recurrences.study_id
        and issues.issue_id = recurrences.issue_id
    left join {{ ref('dim_site') }} as sites
        on issues.study_id = sites.study_id
        and issues.site_id = sites.site_id
    left join {{ ref('country_aliases') }} as aliases on lower(trim(issues.country)) = aliases.country_alias
)

select * from final
