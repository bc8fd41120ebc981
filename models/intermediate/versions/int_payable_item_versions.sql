{{ row_versions(ref('stg_lake__payable_item'), ['item_kind', 'payable_item_id'], study_column=none) }}
