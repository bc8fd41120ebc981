{{ stage('central_review', {
    'study_id': 'text',
    'review_id': 'text',
    'site_id': 'text',
    'started_date': 'date',
    'ended_date': 'date',
    'signal_count': 'integer',
}) }}
