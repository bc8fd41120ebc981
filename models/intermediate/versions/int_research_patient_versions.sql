{{ row_versions(ref('stg_lake__research_patient'), ['patient_id'], study_column=none) }}
