{{ row_versions(ref('stg_lake__safety_submission'), ['case_id', 'authority', 'submission_number'], study_column=none) }}
