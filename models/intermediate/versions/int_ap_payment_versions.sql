{{ row_versions(ref('stg_lake__ap_payment'), ['payment_id'], study_column=none) }}
