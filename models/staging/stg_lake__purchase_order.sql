{{ stage('purchase_order', {
    'po_number': 'text',
    'order_number': 'text',
    'contract_id': 'text',
    'vendor_id': 'text',
    'amount': 'decimal',
    'currency': 'text',
}) }}
