{{ row_versions(ref('stg_lake__fx_rate'), ['rate_type', 'base_currency', 'quote_currency', 'rate_date'], study_column=none) }}
