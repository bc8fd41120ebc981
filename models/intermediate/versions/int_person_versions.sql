{{ row_versions(ref('stg_lake__person'), ['person_id'], study_column=none) }}
