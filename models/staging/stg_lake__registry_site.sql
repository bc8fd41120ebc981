{{ stage('registry_site', {
    'registry': 'text',
    'registry_id': 'text',
    'registry_site_id': 'text',
    'facility': 'text',
    'city': 'text',
    'country': 'text',
    'status': 'text',
}) }}
