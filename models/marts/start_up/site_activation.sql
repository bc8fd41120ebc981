{% set stages = [
    'site_identified', 'cda_sent', 'cda_executed', 'feasibility_sent', 'feasibility_returned', 'psv', 'site_selected',
    'essential_docs_sent', 'contract_draft_sent', 'ec_submitted', 'budget_agreed', 'contract_executed', 'ec_approved',
    'ip_release', 'siv', 'site_activated', 'first_subject_screened', 'first_subject_enrolled',
] %}

with milestones as (
    select study_id, site_id, {{ meaning('milestone_type', 'milestone_type') }} as milestone_type, actual_date
    from {{ ref('int_milestone_current') }}
    where level = 'site'
),

stages as (
    select
        study_id,
        site_id,
        {% for stage in stages -%}
        min(case when milestone_type = '{{ stage }}' then actual_date end) as {{ stage }}_date{{ ',' if not loop.last }}
        {% endfor %}
    from milestones
    group by study_id, site_id
),

first_subjects as (
    select
        study_id,
        site_id,
        min(case when event_type = 'screened' then event_date end) as first_subject_screened_date,
        min(case when event_type = 'enrolled' then event_date end) as first_subject_enrolled_date
    from {{ ref('enrollment_events') }}
    group by study_id, site_id
),

{# A candidate is a site that only start-up knows: it has stages, and the list of sites does not have it. #}
sites as (
    select
        study_id, site_id, country_code, site_number, site_status, selected_date, planned_activation_date,
        activation_date, closed_date, cast(null as varchar) as drop_out_reason,
        coalesce(site_status, 'selected') <> 'not_selected' as is_selected
    from {{ ref('dim_site') }}
    where is_in_ctms

    union all

    select
        candidates.study_id, candidates.site_id, candidates.country_code, candidates.site_number,
        candidates.site_status, null, null, null, candidates.closed_date, candidates.drop_out_reason,
        false as is_selected
    from {{ ref('int_site_candidates') }} as candidates
    inner join stages
        on candidates.study_id = stages.study_id
        and candidates.site_id = stages.site_id
),

dated as (
    select
        sites.*,
        {% for stage in stages if stage not in ['site_selected', 'site_activated', 'first_subject_screened', 'first_subject_enrolled'] -%}
        stages.{{ stage }}_date,
        {% endfor -%}
        coalesce(stages.site_selected_date, sites.selected_date) as site_selected_date,
        coalesce(stages.site_activated_date, sites.activation_date) as site_activated_date,
        {% for stage in ['first_subject_screened', 'first_subject_enrolled'] -%}
        coalesce(stages.{{ stage }}_date, first_subjects.{{ stage }}_date) as {{ stage }}_date{{ ',' if not loop.last }}
        {% endfor %}
    from sites
    left join stages
        on sites.study_id = stages.study_id
        and sites.site_id = stages.site_id
    left join first_subjects
        on sites.study_id = first_subjects.study_id
        and sites.site_id = first_subjects.site_id
),

final as (
    select
        dated.study_id,
        dated.site_id,
        dated.country_code,
        dated.site_number,
        dated.site_status,
        dated.drop_out_reason,
        {% for stage in stages -%}
        dated.{{ stage }}_date,
        {% endfor -%}
        dated.planned_activation_date,
        {{ add_days('dated.planned_activation_date', var('start_up_delay_days')) }} as delayed_after_date,
        dated.closed_date,
        case when dated.site_activated_date is null then dated.closed_date end as cancelled_date,
        studies.first_enrolled_date as study_first_enrolled_date,
        dated.is_selected
    from dated
    left join {{ ref('study_start_up') }} as studies on dated.study_id = studies.study_id
)

select * from final
