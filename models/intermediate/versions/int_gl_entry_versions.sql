{{ row_versions(ref('stg_lake__gl_entry'), ['ledger', 'document_number', 'line_number']) }}
