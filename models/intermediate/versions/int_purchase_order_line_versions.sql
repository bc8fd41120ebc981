{{ row_versions(ref('stg_lake__purchase_order_line'), ['po_number', 'line_number'], study_column=none) }}
