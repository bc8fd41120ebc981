{{ row_versions(ref('stg_lake__adverse_event'), ['study_id', 'adverse_event_id']) }}
