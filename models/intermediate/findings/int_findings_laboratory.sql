with results as (
    select
        results.study_id,
        coalesce(results.site_id, subjects.site_id) as site_id,
        results.subject_id,
        results.test_code,
        coalesce(lower(results.specimen), '') as specimen,
        coalesce(lower(results.category), '') as category,
        lower(results.result_unit) as unit,
        {{ number_of('results.result') }} as value,
        {{ month_start('results.collection_date') }} as collection_month,
        results.known_from
    from {{ ref('int_lab_result_current') }} as results
    left join {{ ref('dim_subject') }} as subjects
        on results.study_id = subjects.study_id
        and results.subject_id = subjects.subject_id
    where results.result_unit is not null
),

usual as (
    select study_id, test_code, specimen, category, unit, {{ median('value') }} as median_value
    from results
    where value > 0
    group by study_id, test_code, specimen, category, unit
),

months_of_sites as (
    select
        study_id,
        site_id,
        test_code,
        specimen,
        category,
        unit,
        collection_month,
        min(value) as lowest,
        max(value) as highest,
        min(known_from) as known_from
    from results
    where value > 0 and site_id is not null and collection_month is not null
    group by study_id, site_id, test_code, specimen, category, unit, collection_month
    having count(distinct subject_id) >= 3
),

{# A unit that was changed without a word moves all results of a site by one factor. #}
shifted as (
    select
        sites.study_id,
        sites.site_id,
        sites.test_code,
        min(sites.collection_month) as first_month,
        count(distinct sites.collection_month) as months,
        min(sites.known_from) as known_from
    from months_of_sites as sites
    inner join usual
        on sites.study_id = usual.study_id
        and sites.test_code = usual.test_code
        and sites.specimen = usual.specimen
        and sites.category = usual.category
        and sites.unit = usual.unit
    where sites.lowest >= usual.median_value * {{ var('unit_shift_factor') }}
        or sites.highest * {{ var('unit_shift_factor') }} <= usual.median_value
    group by sites.study_id, sites.site_id, sites.test_code
)

select {{ finding('lab_unit_doubtful', 'medium', 'site', "site_id || '|' || test_code", "'All results lie far from the median of the study in ' || cast(months as varchar) || ' months, first in ' || substring(cast(first_month as varchar), 1, 7) || ': the unit may not be the one told'", site_id='site_id') }}
from shifted
