{{ conformed('gl_account_text', ['_source', 'chart_of_accounts', 'account', 'language'], scope=[]) }}
