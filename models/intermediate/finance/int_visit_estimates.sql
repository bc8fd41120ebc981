{#
Visits that the schedule asks for, whose window has closed and that nobody had entered by then: priced like visits held on
the last day of the window, under the contract of the site that screened the subject, until they are entered.
#}
with visits as (
    select
        scheduled.study_id,
        scheduled.subject_id,
        scheduled.visit_name,
        scheduled.window_end_date as visit_date,
        scheduled.entered_date,
        subjects.site_id,
        subjects.country_code
    from {{ ref('scheduled_visits') }} as scheduled
    cross join {{ ref('int_as_of') }} as as_of
    inner join {{ ref('dim_subject') }} as subjects
        on scheduled.study_id = subjects.study_id
        and scheduled.subject_id = subjects.subject_id
    where scheduled.window_end_date <= as_of.as_of_date
        and (scheduled.entered_date is null or scheduled.entered_date > scheduled.window_end_date)
),

{{ under_contract('visits', ['study_id', 'subject_id', 'visit_name']) }},

priced as (
    select
        rated.*,
        coalesce(rate_currency, contract_currency) as currency,
        coalesce(currencies.minor_units, 2) as minor_units,
        {{ round_to_minor_units(
            'cast(rate_amount as decimal(38, 4)) * cast(1 + case when overhead_applies then contract_overhead_pct else 0 end as decimal(38, 6))',
            'currencies.minor_units'
        ) }} as gross_amount
    from rated
    left join {{ ref('currencies') }} as currencies
        on coalesce(rated.rate_currency, rated.contract_currency) = currencies.currency
    where rated.rate_rank = 1
        and rated.is_in_contract
        and rated.rate_amount is not null
        and (not coalesce(rated.overhead_applies, false) or rated.contract_overhead_pct is not null)
)

select
    study_id,
    site_id,
    country_code,
    contract_id,
    subject_id,
    visit_name,
    visit_date as service_date,
    entered_date,
    currency,
    gross_amount,
    {{ vat_cost('gross_amount', 'priced', 'minor_units') }} as vat_cost_amount
from priced
