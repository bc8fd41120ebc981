{{ conformed('fx_rate', ['rate_type', 'base_currency', 'quote_currency', 'rate_date'], scope=[]) }}
