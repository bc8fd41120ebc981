{{ stage('purchase_order_line', {
    'po_number': 'text',
    'line_number': 'text',
    'amount': 'decimal',
    'deletion_indicator': 'text',
}) }}
