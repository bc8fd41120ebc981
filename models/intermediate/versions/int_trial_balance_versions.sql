{{ row_versions(ref('stg_lake__trial_balance'), ['ledger', 'period', 'account', 'study_id']) }}
