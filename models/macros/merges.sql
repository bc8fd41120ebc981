{#
Which identities are one, however many links lie between two of them.

`links` is a relation of pairs (identity_id, other_identity_id). Result: the relation merged_identities with the columns
identity_id and merged_id, the first of all that are one; an identity that nothing links is not among them.
Each round doubles the links that lie between two of one group: the last one spans 64 of them.
#}
{% macro merged_identities(links) %}
{%- set rounds = 6 -%}
linked_0 as (
    select identity_id as node, other_identity_id as neighbour from {{ links }}
    union
    select other_identity_id, identity_id from {{ links }}
    union
    select identity_id, identity_id from {{ links }}
    union
    select other_identity_id, other_identity_id from {{ links }}
),

{% for round in range(1, rounds + 1) -%}
linked_{{ round }} as (
    select distinct near.node, far.neighbour
    from linked_{{ round - 1 }} as near
    inner join linked_{{ round - 1 }} as far on near.neighbour = far.node
),

{% endfor -%}
merged_identities as (
    select node as identity_id, min(neighbour) as merged_id
    from linked_{{ rounds }}
    group by node
)
{%- endmacro %}

{# What reviewers decided on pairs, whichever of the two they named first; of two decisions on one pair the accepting one. #}
{% macro merge_decisions(seed) -%}
    select
        case when identity_id < other_identity_id then identity_id else other_identity_id end as identity_id,
        case when identity_id < other_identity_id then other_identity_id else identity_id end as other_identity_id,
        min(decision) as decision
    from {{ seed }}
    group by 1, 2
{%- endmacro %}

{#
Which identities one key links, such as an identifier that others give: `keyed` is a relation of own_identity_id and `key`.
Result: the relation `linked` of own_identity_id and linked_identity_id, the first that bears the key. A key of which a
pair was rejected links nobody.
#}
{% macro linked_by_key(keyed, key, seed) -%}
decided as (
    {{ merge_decisions(seed) }}
),

refused as (
    select distinct keyed.{{ key }}
    from decided
    inner join {{ keyed }} as keyed on decided.identity_id = keyed.own_identity_id
    inner join {{ keyed }} as other
        on decided.other_identity_id = other.own_identity_id
        and keyed.{{ key }} = other.{{ key }}
    where decided.decision = 'rejected'
),

shared as (
    select keyed.{{ key }}, min(keyed.own_identity_id) as linked_identity_id
    from {{ keyed }} as keyed
    left join refused on keyed.{{ key }} = refused.{{ key }}
    where refused.{{ key }} is null
    group by keyed.{{ key }}
    having count(*) > 1
),

linked as (
    select keyed.own_identity_id, shared.linked_identity_id
    from shared
    inner join {{ keyed }} as keyed on shared.{{ key }} = keyed.{{ key }}
)
{%- endmacro %}
