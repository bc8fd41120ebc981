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
