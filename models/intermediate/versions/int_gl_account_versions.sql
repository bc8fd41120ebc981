{{ row_versions(ref('stg_lake__gl_account'), ['account'], study_column=none) }}
