with rescreenings as (
    select * from {{ ref('subject_screenings') }}
),

unknown_attempt as (
    select {{ finding('previous_screening_unknown', 'medium', 'subject', 'rescreenings.subject_id', "'The subject was screened before, and no subject has the screening number of that attempt'", study_id='rescreenings.study_id', site_id='rescreenings.site_id', known='told.known_from') }}
    from rescreenings
    inner join {{ ref('int_subject_rescreenings') }} as told
        on rescreenings.study_id = told.study_id
        and rescreenings.subject_id = told.subject_id
    where rescreenings.previous_subject_id is null
),

attempts_in_disorder as (
    select {{ finding('rescreened_before_previous', 'medium', 'subject', 'rescreenings.subject_id', "'The subject was screened before the attempt that is told as the earlier one'", study_id='rescreenings.study_id', site_id='rescreenings.site_id', known='told.known_from') }}
    from rescreenings
    inner join {{ ref('int_subject_rescreenings') }} as told
        on rescreenings.study_id = told.study_id
        and rescreenings.subject_id = told.subject_id
    where rescreenings.days_after_previous < 0
),

{# Ids of people are told by a hash. #}
{% for kind in ['site', 'investigator'] -%}
{%- set pair = 'proposal_id' if kind == 'site' else text_hash('proposal_id') -%}
{{ kind }}_decisions as (
    {{ merge_decisions(ref(kind ~ '_merges')) }}
),

{{ kind }}_identities as (
    select distinct own_identity_id, identity_id from {{ ref(kind ~ '_identity') }}
),

{{ kind }}_judged as (
    select
        decisions.identity_id || ' ' || decisions.other_identity_id as proposal_id,
        decisions.decision,
        first.identity_id as merged_id,
        second.identity_id as other_merged_id
    from {{ kind }}_decisions as decisions
    left join {{ kind }}_identities as first on decisions.identity_id = first.own_identity_id
    left join {{ kind }}_identities as second on decisions.other_identity_id = second.own_identity_id
),

{{ kind }}_decision_unknown as (
    select {{ finding('merge_decision_of_unknown', 'low', 'site', pair, "'A decision on two identities of " ~ kind ~ "s names one that nothing has any more'", study_id='cast(null as varchar)', known='cast(null as timestamp)') }}
    from {{ kind }}_judged
    where merged_id is null or other_merged_id is null
),

{{ kind }}_decision_contradicted as (
    select {{ finding('rejected_merge_is_one', 'high', 'site', pair, "'Two identities of " ~ kind ~ "s that a reviewer rejected as one are one by other decisions'", study_id='cast(null as varchar)', known='cast(null as timestamp)') }}
    from {{ kind }}_judged
    where decision = 'rejected' and merged_id = other_merged_id
){{ ',' if not loop.last }}

{% endfor -%}

{% for finding in ['unknown_attempt', 'attempts_in_disorder', 'site_decision_unknown', 'site_decision_contradicted', 'investigator_decision_unknown', 'investigator_decision_contradicted'] -%}
select * from {{ finding }}
{{ 'union all' if not loop.last }}
{% endfor %}
