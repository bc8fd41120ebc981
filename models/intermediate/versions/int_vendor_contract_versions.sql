{{ row_versions(ref('stg_lake__vendor_contract'), ['contract_id']) }}
