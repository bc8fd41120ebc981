{#
Common table expressions `contracted` and `rated` over visits (study_id, site_id, visit_date, visit_name and the columns of
`key`): the site contract in force on the day, else the latest, and the rate in force on the day. Of `rated` the rows count
whose rate_rank is 1: one for each visit.
#}
{% macro under_contract(visits, key) -%}
contracted as (
    select
        visits.*,
        contracts.contract_id,
        contracts.currency as contract_currency,
        contracts.overhead_pct as contract_overhead_pct,
        contracts.holdback_pct as contract_holdback_pct,
        contracts.vat_pct,
        contracts.vat_recoverable_pct,
        contracts.contract_id is not null
        and visits.visit_date >= contracts.effective_date
        and (contracts.end_date is null or visits.visit_date <= contracts.end_date) as is_in_contract,
        row_number() over (
            partition by {{ key_of('visits', key) }}
            order by
                case
                    when visits.visit_date >= contracts.effective_date
                        and (contracts.end_date is null or visits.visit_date <= contracts.end_date) then 0
                    else 1
                end,
                contracts.effective_date desc,
                contracts.contract_id
        ) as contract_rank
    from {{ visits }} as visits
    left join {{ ref('int_site_contract_current') }} as contracts
        on visits.study_id = contracts.study_id
        and visits.site_id = contracts.site_id
        and coalesce(contracts.contract_type, 'site') = 'site'
),

rated as (
    select
        contracted.*,
        fees.rate_version,
        fees.amount as rate_amount,
        fees.currency as rate_currency,
        fees.overhead_applies,
        row_number() over (
            partition by {{ key_of('contracted', key) }}
            order by fees.effective_date desc nulls last, fees.rate_version desc, fees.event_name
        ) as rate_rank
    from contracted
    left join {{ ref('int_fee_schedule_current') }} as fees
        on case when contracted.is_in_contract then contracted.contract_id end = fees.contract_id
        and {{ event_key('contracted.visit_name') }} = {{ event_key('fees.event_name') }}
        and fees.effective_date <= contracted.visit_date
    where contracted.contract_rank = 1
)
{%- endmacro %}

{% macro key_of(relation, key) -%}
    {{ relation }}.{{ key | join(', ' ~ relation ~ '.') }}
{%- endmacro %}
