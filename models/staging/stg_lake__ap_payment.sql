{{ stage('ap_payment', {
    'payment_id': 'text',
    'invoice_id': 'text',
    'payment_date': 'date',
    'amount': 'decimal',
    'currency': 'text',
    'payment_document_id': 'text',
}) }}
