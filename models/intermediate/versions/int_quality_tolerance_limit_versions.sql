{{ row_versions(ref('stg_lake__quality_tolerance_limit'), ['limit_id', 'limit_version']) }}
