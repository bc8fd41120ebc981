{{ row_versions(ref('stg_lake__gl_account_text'), ['chart_of_accounts', 'account', 'language'], study_column=none) }}
