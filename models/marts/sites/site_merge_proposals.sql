with words as (
    select words.*, identities.identity_id, identities.own_identity_id
    from {{ ref('int_site_words') }} as words
    inner join {{ ref('site_identity') }} as identities
        on words.study_id = identities.study_id
        and words.site_id = identities.site_id
),

{# Sites of one town whose names share words; share of words that both have. #}
pairs as (
    select
        words.study_id,
        words.site_id,
        words.own_identity_id,
        words.identity_id,
        other.study_id as other_study_id,
        other.site_id as other_site_id,
        other.own_identity_id as other_own_identity_id,
        other.identity_id as other_identity_id,
        {% for kind in ['name', 'investigator'] -%}
        coalesce(
            {{ ratio("count(case when words.kind = '" ~ kind ~ "' then 1 end)",
                "max(case when words.kind = '" ~ kind ~ "' then words.words + other.words end) - count(case when words.kind = '" ~ kind ~ "' then 1 end)") }},
            0
        ) as {{ kind }}_similarity{{ ',' if not loop.last }}
        {% endfor %}
    from words
    inner join words as other
        on words.country_code = other.country_code
        and words.city = other.city
        and words.kind = other.kind
        and words.word = other.word
        and words.own_identity_id < other.own_identity_id
        and words.study_id <> other.study_id
    group by
        words.study_id, words.site_id, words.own_identity_id, words.identity_id,
        other.study_id, other.site_id, other.own_identity_id, other.identity_id
),

scored as (
    select
        pairs.*,
        cast({{ var('site_name_weight') }} * name_similarity
            + (1 - {{ var('site_name_weight') }}) * investigator_similarity as decimal(38, 10)) as score
    from pairs
),

decided as (
    {{ merge_decisions(ref('site_merges')) }}
),

ranked as (
    select
        scored.*,
        row_number() over (
            partition by own_identity_id, other_own_identity_id
            order by score desc, study_id, site_id, other_study_id, other_site_id
        ) as position
    from scored
    where score >= {{ var('site_merge_score') }}
)

select
    ranked.own_identity_id || ' ' || ranked.other_own_identity_id as proposal_id,
    ranked.study_id,
    ranked.site_id,
    ranked.own_identity_id as identity_id,
    ranked.other_study_id,
    ranked.other_site_id,
    ranked.other_own_identity_id as other_identity_id,
    ranked.name_similarity,
    ranked.investigator_similarity,
    ranked.score,
    'same country and town'
    || case when ranked.name_similarity = 1 then ', same name' when ranked.name_similarity > 0 then ', similar name' else '' end
    || case when ranked.investigator_similarity >= 0.5 then ', same investigator' else '' end as reasons,
    coalesce(decided.decision, 'open') as decision
from ranked
left join decided
    on ranked.own_identity_id = decided.identity_id
    and ranked.other_own_identity_id = decided.other_identity_id
where ranked.position = 1
    and (ranked.identity_id <> ranked.other_identity_id or decided.decision is not null)
