{{ row_versions(ref('stg_lake__fee_schedule'), ['contract_id', 'rate_version', 'event_name'], study_column=none) }}
