{{ row_versions(ref('stg_lake__patient'), ['patient_id'], study_column=none) }}
