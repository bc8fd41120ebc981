{{ row_versions(ref('stg_lake__purchase_order'), ['po_number'], study_column=none) }}
