{#
Rows of a feed with subject, site and country resolved: `subject` is the known subject the delivered id
names (else the delivered id), `site` the delivered site where it is known, else the subject's site.
Rows whose date `happened` lies after the as-of date are left out; undated rows stay.
#}
{% macro located(feed, happened, site_id='delivered.site_id') -%}
select
    delivered.*,
    as_of.as_of_date,
    coalesce(aliases.subject_id, delivered.subject_id) as located_subject_id,
    coalesce(own_sites.site_id, subject_sites.site_id, {{ site_id }}) as located_site_id,
    coalesce(own_sites.country_code, subject_sites.country_code, 'ZZ') as located_country_code
from {{ ref('int_' ~ feed ~ '_current') }} as delivered
cross join {{ ref('int_as_of') }} as as_of
left join {{ ref('int_subject_aliases') }} as aliases
    on delivered.study_id = aliases.study_id
    and delivered.subject_id = aliases.alias
left join {{ ref('int_subject_current') }} as subjects
    on aliases.study_id = subjects.study_id
    and aliases.subject_id = subjects.subject_id
left join {{ ref('dim_site') }} as subject_sites
    on subjects.study_id = subject_sites.study_id
    and subjects.site_id = subject_sites.site_id
left join {{ ref('dim_site') }} as own_sites
    on delivered.study_id = own_sites.study_id
    and {{ site_id }} = own_sites.site_id
where delivered.{{ happened }} is null or delivered.{{ happened }} <= as_of.as_of_date
{%- endmacro %}
