{#
Rows of a feed with subject, site and country resolved: `subject` is the known subject the delivered id
names (else the delivered id), `site` the delivered site where it is known, else the site that looked
after the subject on the day `happened`, and whether the CTMS knows it. Without `follows_transfers` it is the site of the
subject's own row.
Rows whose date `happened` lies after the as-of date are left out; undated rows stay.
#}
{% macro located(feed, happened, site_id='delivered.site_id', follows_transfers=true) -%}
select
    delivered.*,
    as_of.as_of_date,
    coalesce(aliases.subject_id, delivered.subject_id) as located_subject_id,
    coalesce(own_sites.site_id, subject_sites.site_id, {{ site_id }}) as located_site_id,
    coalesce(own_sites.country_code, subject_sites.country_code, 'ZZ') as located_country_code,
    coalesce(own_sites.is_in_ctms, subject_sites.is_in_ctms, false) as located_is_in_ctms
from {{ ref('int_' ~ feed ~ '_current') }} as delivered
cross join {{ ref('int_as_of') }} as as_of
left join {{ ref('int_subject_aliases') }} as aliases
    on delivered.study_id = aliases.study_id
    and delivered.subject_id = aliases.alias
{% if follows_transfers -%}
left join {{ ref('int_subject_sites') }} as stays
    on aliases.study_id = stays.study_id
    and aliases.subject_id = stays.subject_id
    and coalesce(delivered.{{ happened }}, date '9999-12-31') >= stays.from_date
    and coalesce(delivered.{{ happened }}, date '9999-12-30') < coalesce(stays.until_date, date '9999-12-31')
{%- else -%}
left join {{ ref('int_subject_current') }} as stays
    on aliases.study_id = stays.study_id
    and aliases.subject_id = stays.subject_id
{%- endif %}
left join {{ ref('dim_site') }} as subject_sites
    on stays.study_id = subject_sites.study_id
    and stays.site_id = subject_sites.site_id
left join {{ ref('dim_site') }} as own_sites
    on delivered.study_id = own_sites.study_id
    and {{ site_id }} = own_sites.site_id
where delivered.{{ happened }} is null or delivered.{{ happened }} <= as_of.as_of_date
{%- endmacro %}

{#
How rows located by a mart are renewed: each by itself. A subject's other names and stays reach the rows delivered under any
of its names; a site reaches the rows delivered with it, where the feed has sites, and those of subjects that stay at it.
`reached` tells of further inputs.
#}
{% macro located_slices(by, dated, has_site=true, follows_transfers=true, reached={}) -%}
    {%- set with_site = ['select study_id, site_id from change'] if has_site else [] -%}
    {%- set stays = 'int_subject_sites' if follows_transfers else 'int_subject_current' -%}
    {%- set all = {
        'int_subject_aliases': 'select study_id, alias as subject_id from change',
        stays: 'select aliases.study_id, aliases.alias as subject_id from change as stays' ~ names_of_stays(),
        'dim_site': with_site + [subjects_staying_at('change', stays)]
    } -%}
    {%- do all.update(reached) -%}
    {{ return({'by': by, 'dated': dated, 'reached': all}) }}
{%- endmacro %}

{# SQL of the names under which subjects may be delivered that stay at the sites of a relation. #}
{% macro subjects_staying_at(sites, stays) -%}
    {{ return('select aliases.study_id, aliases.alias as subject_id from ' ~ sites ~ ' as places'
        ~ ' inner join intermediate.' ~ stays ~ ' as stays'
        ~ ' on places.study_id = stays.study_id and places.site_id = stays.site_id' ~ names_of_stays()) }}
{%- endmacro %}

{% macro names_of_stays() -%}
    {{ return(' inner join intermediate.int_subject_aliases as aliases'
        ~ ' on stays.study_id = aliases.study_id and stays.subject_id = aliases.subject_id') }}
{%- endmacro %}
