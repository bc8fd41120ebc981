{% set reporting = var('reporting_currency') %}

with lines as (
    select
        lines.*,
        coalesce(lines.period, {{ period_of('lines.posting_date') }}) as posting_period,
        coalesce(orders.currency, sites.currency, vendors.currency, studies.contract_currency)
            as contract_currency
    from {{ ref('int_gl_entry_current') }} as lines
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('int_gl_account_current') }} as accounts on lines.account = accounts.account
    left join {{ ref('dim_study') }} as studies on lines.study_id = studies.study_id
    left join {{ ref('int_contract_currencies') }} as orders
        on lines.study_id = orders.study_id
        and lines.purchase_order = orders.party_id
        and orders.party_type = 'purchase_order'
    left join {{ ref('int_contract_currencies') }} as sites
        on lines.study_id = sites.study_id
        and lines.site_id = sites.party_id
        and sites.party_type = 'site'
    left join {{ ref('int_contract_currencies') }} as vendors
        on lines.study_id = vendors.study_id
        and lines.vendor_id = vendors.party_id
        and vendors.party_type = 'vendor'
    where coalesce(lower(accounts.account_type), 'expense') = 'expense'
        and lines.posting_date <= as_of.as_of_date
),

rated as (
    select
        lines.*,
        '{{ reporting }}' as reporting_currency,
        source.source_date as source_rate_date,
        target.source_date as target_rate_date,
        {{ cross_rate('lines.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as reporting_rate,
        {{ converted('lines.amount', 'lines.currency', "'" ~ reporting ~ "'", 'source.euro_rate', 'target.euro_rate') }}
            as reporting_amount,
        {{ converted('lines.amount', 'lines.currency', 'lines.contract_currency', 'source.euro_rate', 'contract.euro_rate') }}
            as contract_amount
    from lines
    left join {{ ref('int_fx_daily') }} as source
        on lines.currency = source.currency
        and lines.posting_date = source.rate_date
    left join {{ ref('int_fx_daily') }} as target
        on target.currency = '{{ reporting }}'
        and lines.posting_date = target.rate_date
    left join {{ ref('int_fx_daily') }} as contract
        on lines.contract_currency = contract.currency
        and lines.posting_date = contract.rate_date
),

final as (
    select
        rated.ledger,
        rated.document_number,
        rated.line_number,
        rated.study_id,
        rated.site_id,
        sites.country_code,
        rated.vendor_id,
        rated.account,
        coalesce(rated.cost_category, 'uncategorised') as cost_category,
        rated.posting_date,
        rated.posting_period as period,
        {{ period_start('rated.posting_period') }} as period_start,
        rated.currency as transaction_currency,
        rated.amount as transaction_amount,
        rated.contract_currency,
        rated.contract_amount,
        rated.reporting_currency,
        rated.reporting_amount,
        case
            when rated.currency = rated.reporting_currency then rated.posting_date
            when rated.reporting_rate is null then null
            when rated.source_rate_date < rated.target_rate_date then rated.source_rate_date
            else rated.target_rate_date
        end as fx_rate_date,
        rated.reporting_rate as fx_rate,
        case when rated.reporting_rate is null then 'missing' else 'ok' end as fx_status,
        rated.known_from,
        rated.known_to
    from rated
    left join {{ ref('dim_site') }} as sites
        on rated.study_id = sites.study_id
        and rated.site_id = sites.site_id
)

select * from final
