{{ row_versions(ref('stg_lake__project'), ['project_id'], study_column=none) }}
