{{ stage('kit', {
    'study_id': 'text',
    'kit_id': 'text',
    'lot': 'text',
    'expiry_date': 'date',
    'depot': 'text',
    'shipment_id': 'text',
    'site_id': 'text',
    'status': 'text',
    'destroyed_date': 'date',
}) }}
