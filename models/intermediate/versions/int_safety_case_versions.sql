{{ row_versions(ref('stg_lake__safety_case'), ['case_id', 'message_id'], record_id='case_id') }}
