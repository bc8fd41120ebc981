{{ stage('vendor_contract', {
    'contract_id': 'text',
    'study_id': 'text',
    'vendor_id': 'text',
    'service': 'text',
    'currency': 'text',
    'total_value': 'decimal',
    'vat_pct': 'rate',
    'vat_recoverable_pct': 'rate',
    'start_date': 'date',
    'end_date': 'date',
    'po_number': 'text',
    'legal_entity': 'text',
}) }}
