{{ stage('time_entry', {
    'entry_id': 'text',
    'person_id': 'text',
    'month': 'text',
    'study_id': 'text',
    'site_id': 'text',
    'activity': 'text',
    'hours': 'rate',
    'booked_date': 'date',
}) }}
