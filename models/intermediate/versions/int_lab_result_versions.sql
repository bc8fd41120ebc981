{{ row_versions(ref('stg_lake__lab_result'), ['study_id', 'lab_result_id']) }}
