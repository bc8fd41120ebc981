{{ stage('rtsm_subject', {
    'study_id': 'text',
    'subject_id': 'text',
    'country': 'text',
    'site_id': 'text',
    'previous_site_id': 'text',
    'transfer_date': 'date',
    'screening_number': 'text',
    'previous_screening_number': 'text',
    'screen_fail_reason': 'text',
    'randomization_number': 'text',
    'status': 'text',
    'status_date': 'date',
}) }}
