{% set with_site = ['randomization', 'adverse_event', 'protocol_deviation', 'monitoring_visit', 'action_item', 'milestone', 'site_contract', 'gl_entry', 'ap_invoice', 'expected_document', 'tmf_document', 'kit', 'shipment', 'dispensation'] %}
{% set with_subject = ['randomization', 'consent', 'disposition', 'subject_visit', 'adverse_event', 'protocol_deviation', 'edc_query', 'edc_page', 'dispensation'] %}
{% set with_study = ['site', 'subject', 'milestone', 'monitoring_visit', 'site_contract', 'gl_entry', 'budget', 'expected_document', 'tmf_document', 'kit', 'shipment'] %}

with sites as (
    select study_id, site_id from {{ ref('dim_site') }}

    union

    select study_id, site_id from {{ ref('int_site_candidates') }}
),

subjects as (
    select * from {{ ref('int_subject_aliases') }}
),

studies as (
    select * from {{ ref('dim_study') }}
),

{% for feed in with_site -%}
{{ feed }}_sites as (
    select {{ finding('unknown_site', 'medium', feed, 'delivered.site_id', counted('count(*)', 'rows name a site that neither CTMS nor EDC knows'), study_id='delivered.study_id', site_id='delivered.site_id', known='min(delivered.known_from)') }}
    from {{ ref('int_' ~ feed ~ '_current') }} as delivered
    left join sites
        on delivered.study_id = sites.study_id
        and delivered.site_id = sites.site_id
    where delivered.site_id is not null and sites.site_id is null
    group by delivered.study_id, delivered.site_id
),

{% endfor -%}
{% for feed in with_subject -%}
{{ feed }}_subjects as (
    select {{ finding('unknown_subject', 'high' if feed == 'randomization' else 'medium', feed, 'delivered.subject_id', counted('count(*)', 'rows name a subject that no subject row has'), study_id='delivered.study_id', known='min(delivered.known_from)') }}
    from {{ ref('int_' ~ feed ~ '_current') }} as delivered
    left join subjects
        on delivered.study_id = subjects.study_id
        and delivered.subject_id = subjects.alias
    where delivered.subject_id is not null and subjects.subject_id is null
    group by delivered.study_id, delivered.subject_id
),

{% endfor -%}
{% for feed in with_study -%}
{{ feed }}_studies as (
    select {{ finding('unknown_study', 'high', feed, 'delivered.study_id', counted('count(*)', 'rows name a study that CTMS does not know'), study_id='delivered.study_id', known='min(delivered.known_from)') }}
    from {{ ref('int_' ~ feed ~ '_current') }} as delivered
    left join studies on delivered.study_id = studies.study_id
    where delivered.study_id is not null and studies.study_id is null
    group by delivered.study_id
),

{% endfor -%}
final as (
    {% for feed in with_site -%}
    select * from {{ feed }}_sites
    union all
    {% endfor -%}
    {% for feed in with_subject -%}
    select * from {{ feed }}_subjects
    union all
    {% endfor -%}
    {% for feed in with_study -%}
    select * from {{ feed }}_studies
    {{ 'union all' if not loop.last }}
    {% endfor -%}
)

select * from final
