{{ row_versions(ref('stg_lake__erp_currency'), ['currency_id'], study_column=none) }}
