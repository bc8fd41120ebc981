with addresses as (
    select study_id, site_id, ror_id, street, zip from {{ ref('int_site_organizations') }}
),

words as (
    select words.*, addresses.zip, identities.identity_id, identities.own_identity_id
    from {{ ref('int_site_words') }} as words
    inner join {{ ref('site_identity') }} as identities
        on words.study_id = identities.study_id
        and words.site_id = identities.site_id
    left join addresses
        on words.study_id = addresses.study_id
        and words.site_id = addresses.site_id
),

{# Words that names of two sites share, in one town, or under one postal code where the towns are spelt otherwise. #}
shared as (
    {% for place in ['city', 'zip'] -%}
    select
        words.study_id,
        words.site_id,
        words.own_identity_id,
        words.identity_id,
        other.study_id as other_study_id,
        other.site_id as other_site_id,
        other.own_identity_id as other_own_identity_id,
        other.identity_id as other_identity_id,
        words.kind,
        words.words + other.words as words,
        '{{ {'city': 'town', 'zip': 'postal code'}[place] }}' as place
    from words
    inner join words as other
        on words.country_code = other.country_code
        and words.{{ place }} = other.{{ place }}
        and words.kind = other.kind
        and words.word = other.word
        and words.own_identity_id < other.own_identity_id
        and words.study_id <> other.study_id
    {{ 'where words.city <> other.city or words.city is null or other.city is null' if place == 'zip' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{# Share of words that both have. #}
pairs as (
    select
        study_id,
        site_id,
        own_identity_id,
        identity_id,
        other_study_id,
        other_site_id,
        other_own_identity_id,
        other_identity_id,
        place,
        {% for kind in ['name', 'investigator'] -%}
        coalesce(
            {{ ratio("count(case when kind = '" ~ kind ~ "' then 1 end)",
                "max(case when kind = '" ~ kind ~ "' then words end) - count(case when kind = '" ~ kind ~ "' then 1 end)") }},
            0
        ) as {{ kind }}_similarity{{ ',' if not loop.last }}
        {% endfor %}
    from shared
    group by
        study_id, site_id, own_identity_id, identity_id,
        other_study_id, other_site_id, other_own_identity_id, other_identity_id, place
),

addressed as (
    select
        pairs.*,
        coalesce(own.zip = other.zip, false) as has_same_zip,
        coalesce(own.street = other.street, false) as has_same_street,
        coalesce(own.ror_id <> other.ror_id, false) as has_other_ror_id
    from pairs
    left join addresses as own
        on pairs.study_id = own.study_id
        and pairs.site_id = own.site_id
    left join addresses as other
        on pairs.other_study_id = other.study_id
        and pairs.other_site_id = other.site_id
),

scored as (
    select
        addressed.*,
        cast(least(
            1,
            {{ var('site_name_weight') }} * name_similarity
                + (1 - {{ var('site_name_weight') }}) * investigator_similarity
                + {{ var('site_address_score') }} * case when has_same_zip then 0.5 else 0 end
                + {{ var('site_address_score') }} * case when has_same_street then 0.5 else 0 end
        ) as decimal(38, 10)) as score
    from addressed
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
    'same country and ' || ranked.place
    || case when ranked.name_similarity = 1 then ', same name' when ranked.name_similarity > 0 then ', similar name' else '' end
    || case when ranked.investigator_similarity >= 0.5 then ', same investigator' else '' end
    || case when ranked.has_same_zip and ranked.place = 'town' then ', same postal code' else '' end
    || case when ranked.has_same_street then ', same street' else '' end
    || case when ranked.has_other_ror_id then ', another ROR id' else '' end as reasons,
    coalesce(decided.decision, 'open') as decision
from ranked
left join decided
    on ranked.own_identity_id = decided.identity_id
    and ranked.other_own_identity_id = decided.other_identity_id
where ranked.position = 1
    and (ranked.identity_id <> ranked.other_identity_id or decided.decision is not null)
