{{ row_versions(ref('stg_lake__research_subject'), ['research_subject_id', 'progress_number'], record_id='research_subject_id') }}
