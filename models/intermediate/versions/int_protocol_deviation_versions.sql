{{ row_versions(ref('stg_lake__protocol_deviation'), ['study_id', 'deviation_id']) }}
