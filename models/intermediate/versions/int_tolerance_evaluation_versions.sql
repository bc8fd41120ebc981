{{ row_versions(ref('stg_lake__tolerance_evaluation'), ['evaluation_id'], study_column=none) }}
