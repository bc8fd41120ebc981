{{ row_versions(ref('stg_lake__consent'), ['study_id', 'subject_id', 'consent_id']) }}
