{{ row_versions(ref('stg_lake__site_contract'), ['contract_id']) }}
