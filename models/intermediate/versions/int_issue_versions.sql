{{ row_versions(ref('stg_lake__issue'), ['study_id', 'issue_id']) }}
