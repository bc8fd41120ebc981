{{ conformed('accounting_period', ['legal_entity', 'period'], scope=[]) }}
