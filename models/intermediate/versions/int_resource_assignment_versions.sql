{{ row_versions(ref('stg_lake__resource_assignment'), ['assignment_id']) }}
