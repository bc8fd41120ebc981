{{ row_versions(ref('stg_lake__ap_invoice'), ['invoice_id']) }}
