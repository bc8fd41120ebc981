with ctms_sites as (
    select * from {{ ref('int_site_current') }}
),

first_participants as (
    select study_id, site_id, min(event_date) as first_date
    from {{ ref('enrollment_events') }}
    where event_type in ('consented', 'screened', 'enrolled', 'randomized')
    group by study_id, site_id
),

not_in_ctms as (
    select {{ finding('site_not_in_ctms', 'high', 'subject', 'subjects.site_id', counted('count(*)', 'subjects are filed at a site without a CTMS row'), study_id='subjects.study_id', site_id='subjects.site_id', known='min(subjects.known_from)') }}
    from {{ ref('int_subject_current') }} as subjects
    inner join {{ ref('dim_site') }} as sites
        on subjects.study_id = sites.study_id
        and subjects.site_id = sites.site_id
    where not sites.is_in_ctms
    group by subjects.study_id, subjects.site_id
),

active_without_date as (
    select {{ finding('active_without_activation_date', 'medium', 'site', 'site_id', "'The site is active but has no activation date'", site_id='site_id') }}
    from ctms_sites
    where lower(site_status) = 'active' and activation_date is null
),

before_activation as (
    select {{ finding('participant_before_activation', 'medium', 'site', 'ctms_sites.site_id', "'The first participant came ' || cast(" ~ days_between('first_participants.first_date', 'ctms_sites.activation_date') ~ " as varchar) || ' days before activation'", study_id='ctms_sites.study_id', site_id='ctms_sites.site_id') }}
    from ctms_sites
    inner join first_participants
        on ctms_sites.study_id = first_participants.study_id
        and ctms_sites.site_id = first_participants.site_id
    where first_participants.first_date < ctms_sites.activation_date
),

participants_without_activation as (
    select {{ finding('participant_without_activation', 'high', 'site', 'ctms_sites.site_id', "'Subjects were screened at a site that was never activated'", study_id='ctms_sites.study_id', site_id='ctms_sites.site_id') }}
    from ctms_sites
    inner join first_participants
        on ctms_sites.study_id = first_participants.study_id
        and ctms_sites.site_id = first_participants.site_id
    where ctms_sites.activation_date is null
),

closed_before_activation as (
    select {{ finding('closed_before_activation', 'medium', 'site', 'site_id', "'The site closed before it was activated'", site_id='site_id') }}
    from ctms_sites
    where closed_date < activation_date
),

activated_before_selection as (
    select {{ finding('activated_before_selection', 'medium', 'site', 'site_id', "'The site was activated before it was selected'", site_id='site_id') }}
    from ctms_sites
    where activation_date < selected_date
),

unknown_country as (
    select {{ finding('unknown_country', 'low', 'site', 'ctms_sites.site_id', "'No country is known by the name ' || coalesce(ctms_sites.country, 'that is missing')", study_id='ctms_sites.study_id', site_id='ctms_sites.site_id') }}
    from ctms_sites
    inner join {{ ref('dim_site') }} as sites
        on ctms_sites.study_id = sites.study_id
        and ctms_sites.site_id = sites.site_id
    where sites.country_code = 'ZZ'
),

impossible_promise as (
    select {{ finding('promise_not_positive', 'low', 'site', 'site_id', "'The site promised no subjects at feasibility'", site_id='site_id') }}
    from ctms_sites
    where promised_rate <= 0
),

{# In the order in which they were known. #}
randomized as (
    select
        study_id,
        site_id,
        known_from,
        row_number() over (partition by study_id, site_id order by known_from, event_date, subject_id) as place,
        count(*) over (partition by study_id, site_id) as subjects
    from {{ ref('enrollment_events') }}
    where event_type = 'randomized'
),

over_cap as (
    select {{ finding('site_over_cap', 'medium', 'site', 'ctms_sites.site_id', "cast(randomized.subjects as varchar) || ' subjects were randomised and the site may randomise ' || cast(ctms_sites.enrollment_cap as varchar)", study_id='ctms_sites.study_id', site_id='ctms_sites.site_id', known='randomized.known_from') }}
    from ctms_sites
    inner join randomized
        on ctms_sites.study_id = randomized.study_id
        and ctms_sites.site_id = randomized.site_id
        and ctms_sites.enrollment_cap + 1 = randomized.place
    where ctms_sites.enrollment_cap > 0
)

{% for finding in ['not_in_ctms', 'active_without_date', 'before_activation', 'participants_without_activation', 'closed_before_activation', 'activated_before_selection', 'unknown_country', 'impossible_promise', 'over_cap'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
