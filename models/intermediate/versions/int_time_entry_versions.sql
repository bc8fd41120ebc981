{{ row_versions(ref('stg_lake__time_entry'), ['entry_id']) }}
