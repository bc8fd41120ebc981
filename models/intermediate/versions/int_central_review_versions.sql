{{ row_versions(ref('stg_lake__central_review'), ['study_id', 'review_id']) }}
