{{ row_versions(ref('stg_lake__project_task'), ['task_id'], study_column=none) }}
