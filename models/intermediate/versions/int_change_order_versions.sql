{{ row_versions(ref('stg_lake__change_order'), ['change_order_id'], study_column=none) }}
