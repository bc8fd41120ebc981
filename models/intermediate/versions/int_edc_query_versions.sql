{{ row_versions(ref('stg_lake__edc_query'), ['study_id', 'query_id']) }}
