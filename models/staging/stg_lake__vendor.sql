{{ stage('vendor', {
    'vendor_id': 'text',
    'vendor_name': 'text',
    'country': 'text',
    'currency': 'text',
    'vendor_number': 'text',
}) }}
