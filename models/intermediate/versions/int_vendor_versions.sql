{{ row_versions(ref('stg_lake__vendor'), ['vendor_id'], study_column=none) }}
