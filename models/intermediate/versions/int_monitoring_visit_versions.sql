{{ row_versions(ref('stg_lake__monitoring_visit'), ['study_id', 'monitoring_visit_id']) }}
