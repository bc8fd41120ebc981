{{ stage('person', {
    'person_id': 'text',
    'person_number': 'text',
    'person_name': 'text',
    'person_type': 'text',
    'role': 'text',
    'country': 'text',
    'organization_id': 'text',
    'employed_from': 'date',
    'employed_to': 'date',
    'fte': 'rate',
    'full_time_hours_per_month': 'rate',
    'is_active': 'boolean',
}) }}
