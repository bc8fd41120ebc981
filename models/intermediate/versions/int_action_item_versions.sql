{{ row_versions(ref('stg_lake__action_item'), ['study_id', 'action_item_id']) }}
