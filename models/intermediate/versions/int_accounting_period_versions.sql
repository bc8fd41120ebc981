{{ row_versions(ref('stg_lake__accounting_period'), ['legal_entity', 'period'], study_column=none) }}
