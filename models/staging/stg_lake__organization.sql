{{ stage('organization', {
    'organization_id': 'text',
    'organization_name': 'text',
    'organization_type': 'text',
    'parent_organization_id': 'text',
    'ror_id': 'text',
    'status': 'text',
    'street': 'text',
    'city': 'text',
    'state': 'text',
    'zip': 'text',
    'country': 'text',
}) }}
