{# Events that leave a document in the trial master file. #}
with as_of as (
    select * from {{ ref('int_as_of') }}
),

milestones as (
    select
        study_id,
        case {{ meaning('milestone_type', 'milestone_type') }}
            when 'protocol_final' then 'protocol_final'
            when 'ra_approved' then 'authority_approved'
        end as event,
        milestone_id as event_id,
        case when milestone_level = 'country' then country_code end as country_code,
        cast(null as varchar) as site_id,
        actual_date as event_date,
        known_from
    from {{ ref('milestones') }}
    where is_done
        and (
            ({{ meaning('milestone_type', 'milestone_type') }} = 'protocol_final' and milestone_level = 'study')
            or ({{ meaning('milestone_type', 'milestone_type') }} = 'ra_approved' and milestone_level = 'country')
        )
),

sites as (
    {% for event in ['site_selected', 'site_activated'] -%}
    select
        sites.study_id,
        '{{ event }}' as event,
        sites.site_id as event_id,
        sites.country_code,
        sites.site_id,
        sites.{{ event }}_date as event_date,
        delivered.known_from
    from {{ ref('site_activation') }} as sites
    inner join {{ ref('int_site_current') }} as delivered
        on sites.study_id = delivered.study_id
        and sites.site_id = delivered.site_id
    cross join as_of
    where sites.is_selected
        and sites.{{ event }}_date <= as_of.as_of_date
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

visits as (
    select
        study_id,
        visit_type || '_visit' as event,
        monitoring_visit_id as event_id,
        country_code,
        site_id,
        actual_end_date as event_date,
        known_from
    from {{ ref('monitoring_visits') }}
    where is_done
),

shipments as (
    select
        shipments.study_id,
        'shipment_received' as event,
        shipments.shipment_id as event_id,
        shipments.country_code,
        shipments.site_id,
        shipments.received_date as event_date,
        shipments.known_from
    from {{ ref('shipments') }} as shipments
    cross join as_of
    where shipments.received_date <= as_of.as_of_date
),

reported as (
    select clocks.study_id, clocks.safety_case_id, min(clocks.submitted_date) as event_date, min(clocks.known_from) as known_from
    from {{ ref('safety_clock') }} as clocks
    cross join as_of
    where not clocks.is_refused and clocks.submitted_date <= as_of.as_of_date
    group by clocks.study_id, clocks.safety_case_id
),

{# Ids of cases tell of subjects, also by a hash: reports are numbered. #}
cases as (
    select
        study_id,
        'case_reported' as event,
        cast(row_number() over (partition by study_id order by event_date, safety_case_id) as varchar) as event_id,
        cast(null as varchar) as country_code,
        cast(null as varchar) as site_id,
        event_date,
        known_from
    from reported
)

{% for events in ['milestones', 'sites', 'visits', 'shipments', 'cases'] -%}
select * from {{ events }} where event_date is not null
{{ 'union all' if not loop.last }}
{% endfor %}
