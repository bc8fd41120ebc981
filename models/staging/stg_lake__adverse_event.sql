{{ stage('adverse_event', {
    'study_id': 'text',
    'adverse_event_id': 'text',
    'subject_id': 'text',
    'site_id': 'text',
    'term': 'text',
    'onset_date': 'partial_date',
    'end_date': 'partial_date',
    'serious_flag': 'boolean',
    'severity': 'text',
    'related_flag': 'boolean',
    'outcome': 'text',
    'entered_date': 'date',
}, has_items=true) }}
