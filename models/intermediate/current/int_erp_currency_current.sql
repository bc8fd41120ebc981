{{ conformed('erp_currency', ['_source', 'currency_id'], scope=[]) }}
