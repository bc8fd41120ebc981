{{ row_versions(ref('stg_lake__planned_visit'), ['study_id', 'visit_name']) }}
