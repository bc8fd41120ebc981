{# Measurements of one form bear one date: it is told once. #}
{% set measured = {
    'lab_result': ('lab_result_id', 'collection_date'), 'vital_sign': ('vital_sign_id', 'measured_date')
} -%}
{% set named = "'What was measured of subject ' || coalesce(subject_id, '?') || coalesce(' at ' || visit_name, '')" -%}

with forms as (
    {% for feed, (id, day) in measured.items() -%}
    select
        study_id,
        site_id,
        '{{ feed }}' as feed,
        subject_id,
        visit_name,
        min({{ id }}) as record_id,
        {{ day }}_lower as measured_day,
        min(entered_date) as entered_date,
        min(known_from) as known_from
    from {{ ref('int_' ~ feed ~ '_current') }}
    group by study_id, site_id, subject_id, visit_name, {{ day }}_lower
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{# A day is left for time zones. #}
judged as (
    select
        forms.*,
        coalesce(measured_day > {{ add_days('cast(known_from as date)', 1) }}, false) as is_in_future,
        coalesce(measured_day > {{ add_days('entered_date', 1) }}, false) as is_after_entry
    from forms
),

in_future as (
    {% for feed in measured -%}
    select {{ finding('event_in_future', 'medium', feed, 'record_id', named ~ " || ' is dated after the day on which it was delivered'", site_id='site_id') }}
    from judged
    where feed = '{{ feed }}' and is_in_future
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

after_entry as (
    {% for feed in measured -%}
    select {{ finding('dated_after_entry', 'medium', feed, 'record_id', named ~ " || ' is dated ' || cast(" ~ days_between('entered_date', 'measured_day') ~ " as varchar) || ' days after the day on which it was entered'", site_id='site_id') }}
    from judged
    where feed = '{{ feed }}' and is_after_entry and not is_in_future
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{# A log tells each state with its own day alone. #}
closed_first as (
    select {{ finding('query_closed_before_opened', 'medium', 'edc_query', 'query_id', "'The query is told to be closed ' || cast(" ~ days_between('max(queries.resolved_date)', 'min(queries.created_date)') ~ " as varchar) || ' days before it was opened: its age cannot be told'", study_id='coalesce(studies.study_id, queries.study_id)', known='max(queries.known_from)') }}
    from {{ ref('int_edc_query_versions') }} as queries
    left join {{ ref('int_study_aliases') }} as studies on queries.study_id = studies.alias
    where not queries.is_deleted
    group by coalesce(studies.study_id, queries.study_id), queries._source, queries.query_id
    having min(queries.created_date) > max(queries.resolved_date)
),

{# Body weight when first measured. #}
weighings as (
    select
        study_id,
        subject_id,
        standard_result as weight,
        row_number() over (partition by study_id, subject_id order by measured_date_lower, vital_sign_id) as _place
    from {{ ref('int_vital_sign_current') }}
    where upper(test_code) = 'WEIGHT' and standard_result is not null
),

stays as (
    select study_id, subject_id, min(from_date) as from_date, max(coalesce(last_date, date '9999-12-31')) as last_date
    from {{ ref('subject_stays') }}
    group by study_id, subject_id
),

people as (
    select
        subjects.study_id,
        subjects.subject_id,
        subjects.site_id,
        sites.country_code,
        subjects.birth_date_raw as born,
        upper(subjects.sex) as sex,
        upper(subjects.race) as race,
        upper(subjects.ethnicity) as ethnicity,
        subjects.known_from,
        weighings.weight,
        stays.from_date,
        stays.last_date,
        coalesce(screenings.first_subject_id, subjects.subject_id) as first_subject_id
    from {{ ref('int_demographics_current') }} as subjects
    inner join {{ ref('dim_site') }} as sites
        on subjects.study_id = sites.study_id
        and subjects.site_id = sites.site_id
    inner join weighings
        on subjects.study_id = weighings.study_id
        and subjects.subject_id = weighings.subject_id
        and weighings._place = 1
    inner join stays
        on subjects.study_id = stays.study_id
        and subjects.subject_id = stays.subject_id
    left join {{ ref('subject_screenings') }} as screenings
        on subjects.study_id = screenings.study_id
        and subjects.subject_id = screenings.subject_id
    where subjects.birth_date_precision in ('month', 'day')
),

{# What is told of two people agrees, and they were on study at the same time at two sites of a country. #}
registered_twice as (
    select {{ finding('subject_registered_twice', 'high', 'subject', 'later.subject_id', "'Month of birth, sex, race, ethnicity and first weight are those of subject ' || earlier.subject_id || ', on study at another site at the same time'", study_id='later.study_id', site_id='later.site_id', known='later.known_from') }}
    from people as later
    inner join people as earlier
        on later.study_id = earlier.study_id
        and later.country_code = earlier.country_code
        and later.born = earlier.born
        and later.sex = earlier.sex
        and later.race = earlier.race
        and later.ethnicity = earlier.ethnicity
    where later.site_id <> earlier.site_id
        and later.first_subject_id <> earlier.first_subject_id
        and (earlier.from_date < later.from_date or (earlier.from_date = later.from_date and earlier.subject_id < later.subject_id))
        and later.from_date <= earlier.last_date
        and abs(later.weight - earlier.weight) <= {{ var('same_weight_kg') }}
),

results as (
    select
        study_id,
        site_id,
        test_code,
        standard_unit,
        standard_result,
        {{ month_start('collection_date') }} as collection_month,
        known_from
    from {{ ref('int_lab_result_current') }}
    where standard_result > 0 and standard_unit is not null
),

usual as (
    select study_id, test_code, standard_unit, {{ median('standard_result') }} as median_result
    from results
    group by study_id, test_code, standard_unit
),

months_of_sites as (
    select
        study_id,
        site_id,
        test_code,
        standard_unit,
        collection_month,
        {{ median('standard_result') }} as median_result,
        min(known_from) as known_from
    from results
    where collection_month is not null
    group by study_id, site_id, test_code, standard_unit, collection_month
    having count(*) >= 3
),

{# A unit that was changed without a word moves all results of a site by one factor. #}
shifted as (
    select
        sites.study_id,
        sites.site_id,
        sites.test_code,
        min(sites.collection_month) as first_month,
        count(*) as months,
        min(sites.known_from) as known_from
    from months_of_sites as sites
    inner join usual
        on sites.study_id = usual.study_id
        and sites.test_code = usual.test_code
        and sites.standard_unit = usual.standard_unit
    where sites.median_result >= usual.median_result * {{ var('unit_shift_factor') }}
        or sites.median_result * {{ var('unit_shift_factor') }} <= usual.median_result
    group by sites.study_id, sites.site_id, sites.test_code
),

unit_changed as (
    select {{ finding('lab_unit_doubtful', 'high', 'site', "site_id || '|' || test_code", "'Results lie far from those of the study in ' || cast(months as varchar) || ' months, first in ' || substring(cast(first_month as varchar), 1, 7) || ': the unit may not be the one told'", site_id='site_id') }}
    from shifted
)

{% for finding in ['in_future', 'after_entry', 'closed_first', 'registered_twice', 'unit_changed'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
