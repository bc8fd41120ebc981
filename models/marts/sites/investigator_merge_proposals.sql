with sites as (
    select
        people.study_id,
        people.site_id,
        people.country_code,
        people.city,
        people.investigator_id,
        people.investigator_name,
        people.own_identity_id,
        identities.identity_id,
        places.identity_id as place_id,
        places.own_identity_id as own_place_id
    from {{ ref('int_site_investigators') }} as people
    inner join {{ ref('investigator_identity') }} as identities
        on people.study_id = identities.study_id
        and people.site_id = identities.site_id
    inner join {{ ref('site_identity') }} as places
        on people.study_id = places.study_id
        and people.site_id = places.site_id
    where people.investigator_name is not null
),

words as (
    select distinct sites.own_identity_id, sites.country_code, sites.investigator_name, words.word
    from sites
    inner join {{ ref('int_investigator_words') }} as words on sites.investigator_name = words.name
),

counted as (
    select country_code, word, count(distinct own_identity_id) as people
    from words
    where length(word) > 1
    group by country_code, word
),

{# The word of a name that the fewest people of the country have, mostly the family name: who lacks it is somebody else. #}
rarest as (
    select own_identity_id, country_code, investigator_name, word, people
    from (
        select
            words.*,
            counted.people,
            rank() over (
                partition by words.own_identity_id, words.country_code, words.investigator_name order by counted.people
            ) as rarity
        from words
        inner join counted
            on words.country_code = counted.country_code
            and words.word = counted.word
    ) as ranked
    where rarity = 1
),

met as (
    select
        rarest.own_identity_id,
        rarest.investigator_name,
        rarest.people,
        words.own_identity_id as other_own_identity_id,
        words.investigator_name as other_investigator_name
    from rarest
    inner join words
        on rarest.country_code = words.country_code
        and rarest.word = words.word
        and rarest.own_identity_id <> words.own_identity_id
),

{# Whoever met whom, the first of both is named first. #}
candidates as (
    select own_identity_id, name, other_own_identity_id, other_name, min(people) as people
    from (
        select
            own_identity_id, investigator_name as name,
            other_own_identity_id, other_investigator_name as other_name, people
        from met
        where own_identity_id < other_own_identity_id

        union all

        select other_own_identity_id, other_investigator_name, own_identity_id, investigator_name, people
        from met
        where own_identity_id > other_own_identity_id
    ) as ordered
    group by own_identity_id, name, other_own_identity_id, other_name
),

compared as (
    select distinct name, other_name from candidates
),

alike as (
    {{ alike_names('compared', ref('int_investigator_words')) }}
),

close_sites as (
    select identity_id, other_identity_id, decision from {{ ref('site_merge_proposals') }}
),

pairs as (
    select
        sites.study_id,
        sites.site_id,
        sites.country_code,
        sites.own_identity_id,
        sites.identity_id,
        other.study_id as other_study_id,
        other.site_id as other_site_id,
        other.own_identity_id as other_own_identity_id,
        other.identity_id as other_identity_id,
        alike.similarity as name_similarity,
        candidates.people,
        sites.investigator_id = other.investigator_id as has_same_id,
        case
            when sites.place_id = other.place_id then 'same site'
            when close_sites.decision <> 'rejected' then 'sites proposed as one'
            when sites.city = other.city then 'same town'
            else 'same country'
        end as place
    from candidates
    inner join alike
        on candidates.name = alike.name
        and candidates.other_name = alike.other_name
    inner join sites
        on candidates.own_identity_id = sites.own_identity_id
        and candidates.name = sites.investigator_name
    inner join sites as other
        on candidates.other_own_identity_id = other.own_identity_id
        and candidates.other_name = other.investigator_name
        and sites.country_code = other.country_code
    left join close_sites
        on least(sites.own_place_id, other.own_place_id) = close_sites.identity_id
        and greatest(sites.own_place_id, other.own_place_id) = close_sites.other_identity_id
    where {{ var('investigator_name_weight') }} * alike.similarity + 1 - {{ var('investigator_name_weight') }}
        >= {{ var('investigator_merge_score') }}
),

scored as (
    select
        pairs.*,
        cast({{ var('investigator_name_weight') }} * name_similarity
            + (1 - {{ var('investigator_name_weight') }})
            * case place when 'same country' then 0 when 'same town' then 0.5 else 1 end as decimal(38, 10)) as score
    from pairs
),

decided as (
    {{ merge_decisions(ref('investigator_merges')) }}
),

ranked as (
    select
        scored.*,
        row_number() over (
            partition by own_identity_id, other_own_identity_id
            order by score desc, study_id, site_id, other_study_id, other_site_id
        ) as position
    from scored
    where score >= {{ var('investigator_merge_score') }}
        and (place <> 'same country' or people <= {{ var('rare_name_people') }})
)

select
    ranked.own_identity_id || ' ' || ranked.other_own_identity_id as proposal_id,
    ranked.study_id,
    ranked.site_id,
    ranked.country_code,
    ranked.own_identity_id as identity_id,
    ranked.other_study_id,
    ranked.other_site_id,
    ranked.other_own_identity_id as other_identity_id,
    ranked.name_similarity,
    ranked.score,
    case when ranked.name_similarity = 1 then 'same name' else 'similar name' end
    || ', ' || ranked.place
    || case when ranked.has_same_id then ', same id' else '' end as reasons,
    coalesce(decided.decision, 'open') as decision
from ranked
left join decided
    on ranked.own_identity_id = decided.identity_id
    and ranked.other_own_identity_id = decided.other_identity_id
where ranked.position = 1
    and (ranked.identity_id <> ranked.other_identity_id or decided.decision is not null)
