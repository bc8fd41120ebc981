{# What a system says for itself, though another one leads: under the ids of the portfolio. #}
with studies as (
    select study_id as alias, study_id from {{ ref('dim_study') }}

    union

    select alias, study_id from {{ ref('int_study_aliases') }}
),

delivered_sites as (
    select
        coalesce(sites.study_id, delivered.study_id) as study_id,
        coalesce(aliases.site_id, delivered.site_id) as site_id,
        delivered._source,
        delivered.site_status,
        delivered.activation_date,
        delivered.known_from
    from {{ ref('int_site_versions') }} as delivered
    left join studies as sites on delivered.study_id = sites.alias
    left join {{ ref('int_site_aliases') }} as aliases
        on sites.study_id = aliases.study_id
        and delivered.site_id = aliases.alias
    where delivered.known_to is null and not delivered.is_deleted
),

{# Only where the source gives the day for other sites of the study. #}
dating as (
    select distinct study_id, _source from delivered_sites where activation_date is not null
),

active_without_date as (
    select {{ finding('activation_date_missing_in_source', 'medium', 'site', 'delivered_sites.site_id', "'The site is active in ' || min(delivered_sites._source) || ' without an activation date'", study_id='delivered_sites.study_id', site_id='delivered_sites.site_id', known='max(delivered_sites.known_from)') }}
    from delivered_sites
    inner join dating
        on delivered_sites.study_id = dating.study_id
        and delivered_sites._source = dating._source
    where lower(delivered_sites.site_status) = 'active' and delivered_sites.activation_date is null
    group by delivered_sites.study_id, delivered_sites.site_id
),

randomizations as (
    select
        coalesce(studies.study_id, delivered.study_id) as study_id,
        coalesce(aliases.subject_id, delivered.subject_id) as subject_id,
        aliases.subject_id is not null as is_known,
        delivered._source,
        delivered.randomization_date,
        delivered.known_from
    from {{ ref('int_randomization_versions') }} as delivered
    left join studies on delivered.study_id = studies.alias
    left join {{ ref('int_subject_aliases') }} as aliases
        on studies.study_id = aliases.study_id
        and delivered.subject_id = aliases.alias
    where delivered.known_to is null and not delivered.is_deleted
),

not_in_edc as (
    select {{ finding('randomized_without_subject', 'high', 'randomization', 'subject_id', "'A system randomised a subject whom no subject row has'", known='max(known_from)') }}
    from randomizations
    where not is_known
    group by study_id, subject_id
),

other_day as (
    select {{ finding('randomization_dates_of_sources', 'medium', 'randomization', 'subject_id', "'The systems give randomisation days that lie ' || cast(" ~ days_between('min(randomization_date)', 'max(randomization_date)') ~ " as varchar) || ' days apart'", known='max(known_from)') }}
    from randomizations
    group by study_id, subject_id
    having min(randomization_date) <> max(randomization_date)
),

{# Two people under one id, told by their names; titles, order and dots are no difference. #}
investigators as (
    select
        studies.study_id,
        delivered.investigator_id,
        count(distinct lower(trim(delivered.investigator_name))) as people,
        count(distinct delivered.site_id) as sites,
        max(delivered.known_from) as known_from
    from {{ ref('int_site_current') }} as delivered
    inner join studies on delivered.study_id = studies.alias
    where delivered.investigator_id is not null
    group by studies.study_id, delivered.investigator_id
),

shared_id as (
    select {{ finding('investigator_id_of_two_people', 'high', 'site', 'investigator_id', counted('people', 'people carry the same investigator id')) }}
    from investigators
    where people > 1 and sites > 1
),

names as (
    select * from {{ ref('int_site_words') }} where kind = 'name'
),

{# Sites of one study and town: how many words of their names both have, of how many. #}
alike as (
    select
        names.study_id,
        names.site_id,
        other.site_id as other_site_id,
        count(*) as shared_words,
        max(names.words + other.words) - count(*) as words
    from names
    inner join names as other
        on names.study_id = other.study_id
        and names.country_code = other.country_code
        and names.city = other.city
        and names.word = other.word
        and names.site_id < other.site_id
    group by names.study_id, names.site_id, other.site_id
),

one_hospital as (
    select {{ finding('same_hospital_twice', 'medium', 'site', "alike.site_id || '|' || alike.other_site_id", "'Two sites of the study have nearly the same name in the same town'", study_id='alike.study_id', site_id='alike.site_id', known='current_sites.known_from') }}
    from alike
    inner join {{ ref('int_site_current') }} as current_sites
        on alike.study_id = current_sites.study_id
        and alike.site_id = current_sites.site_id
    where alike.shared_words >= {{ var('same_hospital_share') }} * alike.words
),

{# The windows of the design as published and of the plan by which visits are judged. #}
designs as (
    select
        studies.study_id,
        lower(trim(designs.label)) as visit_name,
        designs.target_day,
        designs.window_before,
        designs.window_after,
        designs.known_from,
        row_number() over (
            partition by studies.study_id, lower(trim(designs.label)) order by designs.design_version desc, designs.element_id
        ) as position
    from {{ ref('int_study_design_versions') }} as designs
    inner join studies on designs.study_id = studies.alias
    where designs.known_to is null and not designs.is_deleted and designs.element_type = 'encounter'
),

windows_differ as (
    select {{ finding('visit_window_differs', 'medium', 'planned_visit', 'plans.visit_name', "'The design allows ' || cast(designs.window_before as varchar) || ' days before and ' || cast(designs.window_after as varchar) || ' after, the plan ' || cast(plans.window_before as varchar) || ' and ' || cast(plans.window_after as varchar)", study_id='plans.study_id', known='designs.known_from') }}
    from {{ ref('int_planned_visit_current') }} as plans
    inner join designs
        on plans.study_id = designs.study_id
        and lower(trim(plans.visit_name)) = designs.visit_name
    where designs.position = 1
        and (plans.window_before <> designs.window_before or plans.window_after <> designs.window_after)
)

{% for finding in ['active_without_date', 'not_in_edc', 'other_day', 'shared_id', 'one_hospital', 'windows_differ'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
