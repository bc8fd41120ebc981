{{ row_versions(ref('stg_lake__milestone'), ['study_id', 'milestone_id']) }}
