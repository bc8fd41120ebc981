{{ row_versions(ref('stg_lake__study_task'), ['study_id', 'task_id']) }}
