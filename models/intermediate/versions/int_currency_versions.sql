{{ row_versions(ref('stg_lake__currency'), ['currency'], study_column=none) }}
